// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { startServer } from "../lib/server/mod.ts";
import { contenders } from "./app_contender.ts";
import { startAppResponder } from "./start_app_responder.ts";
import { checkAnswer, requestBatch } from "./app_work.ts";
import { RawConnection } from "./client_raw.ts";

for (const { id, title } of contenders) {
  Deno.test(`requestBatch() gets its answers: ${title}`, async () => {
    await using server = await startServer();
    await using connection = await RawConnection.open(server.url);
    const { signal } = new AbortController();
    const options = { contender: id, url: server.url, subject: "bench.a" };
    const responder = await startAppResponder(options, signal);
    await using _process = responder.process;
    await checkAnswer(connection, responder.subject);
    const batch = await requestBatch(connection, responder, { count: 20, inFlight: 4, signal });
    assertEquals(batch.timesMs.length, 20);
    assert(batch.cpuMs >= 0);
  });
}
