// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { bytes, fakeContext, wire } from "./fake_context.ts";
import { request } from "./request.ts";

Deno.test("request() gives the reply, decoded by the request's subject", async () => {
  const context = fakeContext({
    json: ["echo"],
    answers: { request: [[wire("_INBOX.1", '{"n":1}', { at: 30 })]] },
  });
  const params = { request: "echo", send: { n: 1 }, headers: { X: "1" } };
  assertEquals(await request.run(params, context), {
    items: [{ value: { n: 1 }, subject: "_INBOX.1", size: 7 }],
    at: 30,
  });
  const message = { subject: "echo", data: bytes('{"n":1}'), headers: { X: ["1"] } };
  assertEquals(context.calls, [
    { actor: "alice", operation: "request", params: { ...message, timeoutMs: 2000 } },
  ]);
  assertEquals(context.encoded, ["send echo"]);
  assertEquals(context.decoded, ["reply echo"]);
  assertEquals(context.events, [
    { kind: "publish", ...message, size: 7 },
    { kind: "message", subject: "_INBOX.1", data: bytes('{"n":1}'), size: 7 },
  ]);
});

Deno.test("request() takes several replies, and gives what came of them", async () => {
  const replies = [wire("_INBOX.1", "a", { at: 10 }), wire("_INBOX.1", "b", { at: 20 })];
  const context = fakeContext({ answers: { request: [replies] } });
  const observation = await request.run({ request: "all", replies: 3, timeout: "50ms" }, context);
  assertEquals(observation.items.map((item) => item.value), ["a", "b"]);
  assertEquals(observation.at, 20);
  assertEquals(context.calls[0]?.params.replies, 3);
  assertEquals(context.calls[0]?.params.timeoutMs, 50);
});

Deno.test("request() takes replies until a pause or an empty one, whatever is expected", async () => {
  const context = fakeContext({ answers: { request: [[wire("i", "a")], [wire("i", "a")]] } });
  await request.run({ request: "all", stall: "100ms", expectAll: ["a"] }, context);
  await request.run({ request: "all", sentinel: true, replies: 3 }, context);
  const limits = context.calls.map(({ params: { replies, stallMs, sentinel } }) => ({
    replies,
    stallMs,
    sentinel,
  }));
  assertEquals(limits, [
    { replies: undefined, stallMs: 100, sentinel: undefined },
    { replies: 3, stallMs: undefined, sentinel: true },
  ]);
});

Deno.test("request() waits for as many replies as expectAll has", async () => {
  const context = fakeContext({ answers: { request: [[wire("i", "a"), wire("i", "b")]] } });
  await request.run({ request: "all", expectAll: ["a", "b"] }, context);
  assertEquals(context.calls[0]?.params.replies, 2);
});

Deno.test("request() fails with timeout where no reply came", async () => {
  const context = fakeContext({ answers: { request: [[]] } });
  const error = await assertRejects(
    () => request.run({ request: "all", replies: 2, timeout: "1.5s" }, context),
    DriverError,
    "no reply came in 1.5s",
  );
  assertEquals(error.code, "timeout");
});

Deno.test("request() fails as the driver does", async () => {
  const failure = new DriverError("nobody listens", { code: "no-responders" });
  const context = fakeContext({ answers: { request: [failure] } });
  const error = await assertRejects(() => request.run({ request: "a" }, context), DriverError);
  assertEquals(error.code, "no-responders");
});
