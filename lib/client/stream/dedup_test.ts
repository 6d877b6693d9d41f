// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { jetstream } from "@nats-io/jetstream";
import { publishToStream } from "../mod.ts";
import { TestStream } from "./test_stream.ts";

const patience = { timeoutMs: 20_000 };

Deno.test("publishToStream() stores what is sent twice with one id once, over a killed server", async () => {
  await using stream = await TestStream.start();
  const { client, server, manager } = stream;
  const js = jetstream(client.connection);
  const send = () =>
    publishToStream(js, "orders.new", "tea", { msgID: "a1", retries: 100, timeout: 20_000 });
  const first = await send();
  const lost = client.reached("disconnected", patience);
  await server.kill();
  await lost;
  const again = send();
  await server.start();
  const { seq, duplicate } = await again;
  assertEquals([first.seq, first.duplicate, seq, duplicate], [1, false, 1, true]);
  assertEquals((await manager.streams.info("ORDERS")).state.messages, 1);
});
