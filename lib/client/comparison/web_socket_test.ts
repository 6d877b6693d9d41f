// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { startServer } from "../../server/mod.ts";
import { webSocketSupported } from "../mod.ts";
import { settles, testRow } from "./test_row.ts";

testRow({
  name: "connect() keeps TCP and WebSocket apart in one process, also when both reconnect",
  natsJs: "the reconnect over TCP does not end",
  ignore: !webSocketSupported,
  async check(party) {
    await using server = await startServer({ websocket: true });
    await using tcp = await party.connect(server.url);
    await using webSocket = await party.connectWebSocket(server.websocketUrl ?? "");
    const lost = Promise.all([tcp, webSocket].map((it) => it.event("disconnect")));
    await server.kill();
    await lost;
    const webSocketBack = webSocket.event("reconnect");
    const tcpBack = tcp.event("reconnect");
    tcpBack.catch(() => "the connection was closed by the end of the test");
    await server.start();
    await webSocketBack;
    await settles(tcpBack, "the reconnect over TCP", party);
    await Promise.all([tcp.flush(), webSocket.flush()]);
    const { connections } = await server.monitor("connz");
    assert(Array.isArray(connections));
    assertEquals(connections.map(({ type }) => type).sort(), ["nats", "websocket"]);
  },
});
