// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { portsWhenReady, type Progression, readLine, readPortsFile } from "./readiness.ts";

const nothing: Progression = { ports: {}, ready: false };
const log = `[7] 2026/11/21 05:49:48.161780 [INF] Starting http monitor on 127.0.0.1:36605
[7] 2026/11/21 05:49:48.166198 [INF] Listening for websocket clients on ws://127.0.0.1:33561
[7] 2026/11/21 05:49:48.166476 [INF] Listening for client connections on 127.0.0.1:41041
[7] 2026/11/21 05:49:48.166504 [INF] Server is ready
[7] 2026/11/21 05:49:48.166587 [INF] Listening for route connections on 127.0.0.1:44297`;

Deno.test("portsWhenReady() is content with the last listener only", () => {
  const counts = { plain: 0, cluster: 0 };
  let known = nothing;
  for (const [index, line] of log.split("\n").entries()) {
    known = readLine(known, line);
    const number = index + 1;
    const plain = portsWhenReady(known, { websocket: true, cluster: false });
    if (plain !== undefined) counts.plain ||= number;
    const cluster = portsWhenReady(known, { websocket: true, cluster: true });
    if (cluster !== undefined) counts.cluster ||= number;
  }
  assertEquals(counts, { plain: 4, cluster: 5 });
  assertEquals(portsWhenReady(known, { websocket: true, cluster: true }), {
    client: 41041,
    monitor: 36605,
    websocket: 33561,
    cluster: 44297,
  });
});

Deno.test("readLine() takes log lines without time and process id", () => {
  const known = readLine(nothing, "[INF] Listening for client connections on [::1]:4222");
  assertEquals(known, { ports: { client: 4222 }, ready: false });
});

Deno.test("readPortsFile() reads what the server writes", () => {
  const text = '{"nats":["nats://127.0.0.1:34911"],"monitoring":["http://127.0.0.1:41023"],' +
    '"websocket":["ws://127.0.0.1:40771"]}';
  assertEquals(readPortsFile(text), {
    ports: { client: 34911, monitor: 41023, websocket: 40771 },
    ready: true,
  });
});
