// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { LogBuffer } from "./log_buffer.ts";

Deno.test("LogBuffer keeps the newest lines only", () => {
  const log = new LogBuffer(3);
  for (let i = 1; i <= 10; i++) log.push(`line ${i}`);
  assertEquals(log.lines(), ["line 8", "line 9", "line 10"]);
  assertEquals(log.count, 10);
  assertEquals(log.since(8), ["line 9", "line 10"]);
  assertEquals(log.since(2), ["line 8", "line 9", "line 10"]);
  assertEquals(log.since(10), []);
});

Deno.test("LogBuffer.read() splits lines wherever the chunks end", async () => {
  const bytes = new TextEncoder().encode("één\ntwee\n\ndrie");
  const log = new LogBuffer();
  await log.read(ReadableStream.from([bytes.slice(0, 1), bytes.slice(1, 9), bytes.slice(9)]));
  assertEquals(log.lines(), ["één", "twee", "", "drie"]);
});

Deno.test("LogBuffer.listen() stops when told", () => {
  const log = new LogBuffer();
  const heard: string[] = [];
  const stop = log.listen((line) => heard.push(line));
  log.push("a");
  stop();
  log.push("b");
  assertEquals(heard, ["a"]);
});
