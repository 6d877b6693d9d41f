// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { startServer } from "../../server/mod.ts";
import { codeOf, orAfter, testRow } from "./test_row.ts";

testRow({
  name: "Client.request() waits half a second by default",
  natsJs: "it waits longer than 750 ms",
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    client.subscribe("silent");
    await client.flush();
    const code = codeOf(client.request("silent"));
    // Both timers are of this process, so that the shorter one ends first however busy it is.
    const first = await orAfter(750, code, "it waits longer than 750 ms");
    await code;
    assert(first === "timeout", `${first}`);
  },
});

testRow({
  name: "Client.request() fails with codes",
  natsJs: "no code: no responders",
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    const code = await codeOf(client.request("nobody.is.there"));
    assert(code === "no-responders", `${code}`);
    client.subscribe("silent");
    assertEquals(await codeOf(client.request("silent")), "timeout");
  },
});
