// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { startServer } from "../lib/server/mod.ts";
import { RawConnection } from "./client_raw.ts";

Deno.test("RawConnection.request() gets back what another one echoes, of all sizes", async () => {
  await using server = await startServer();
  await using responder = await RawConnection.open(server.url);
  await responder.subscribe("echo", (message) => responder.echo(message));
  await using connection = await RawConnection.open(server.url);
  const payloads = Array.from({ length: 200 }, (_, i) => {
    // Line breaks in a payload are no ends of lines.
    return new Uint8Array(i * i * 5).map((_, at) => at % 7 === 0 ? 10 : (i + at) % 256);
  });
  const replies = await Promise.all(payloads.map((data) => connection.request("echo", data)));
  assertEquals(replies.map(({ data }) => data), payloads);
});

Deno.test("RawConnection.publish() reaches a subscriber in order, in one go with much else", async () => {
  await using server = await startServer();
  await using connection = await RawConnection.open(server.url);
  const seen: string[] = [];
  await connection.subscribe("n", ({ subject, data }) => {
    seen.push(`${new TextDecoder().decode(subject)}=${new TextDecoder().decode(data)}`);
  });
  for (let i = 0; i < 10_000; i++) connection.publish("n", new TextEncoder().encode(`${i}`));
  await connection.flush();
  assertEquals(seen, Array.from({ length: 10_000 }, (_, i) => `n=${i}`));
});

Deno.test("RawConnection fails what is waited for when the server ends, and what comes after", async () => {
  await using server = await startServer();
  await using connection = await RawConnection.open(server.url);
  await connection.subscribe("silence", () => "no answer");
  const waiting = assertRejects(() => connection.request("silence", new Uint8Array()), Error);
  await server.kill();
  await waiting;
  await assertRejects(() => connection.flush(), Error, "The connection is closed");
});
