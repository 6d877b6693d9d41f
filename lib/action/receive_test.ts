// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext, wire } from "./fake_context.ts";
import { receive } from "./receive.ts";

const subscriptions = { all: "a.*" };
const late = new DriverError("nothing came", { code: "timeout" });

Deno.test("receive() takes one message, decoded by its own subject's type", async () => {
  const message = wire("a.b", '{"id":1}', { at: 42, headers: { X: ["1"] } });
  const context = fakeContext({ subscriptions, json: ["a.b"], answers: { next: [message] } });
  assertEquals(await receive.run({ receive: "all", expect: { id: 1 } }, context), {
    items: [{ value: { id: 1 }, subject: "a.b", headers: { X: ["1"] }, size: 8 }],
    at: 42,
  });
  const params = { id: "alice/all", timeoutMs: 1000 };
  assertEquals(context.calls, [{ actor: "alice", operation: "next", params }]);
  assertEquals(context.decoded, ["send a.b"]);
});

Deno.test("receive() takes as many as expectAll has, with one patience for all", async () => {
  const context = fakeContext({
    subscriptions,
    patienceMs: 500,
    answers: {
      next: [() => {
        context.advance(200);
        return wire("a.1", "x", { at: 200 });
      }, wire("a.2", "y", { at: 300 })],
    },
  });
  const observation = await receive.run({ receive: "all", expectAll: ["x", "y"] }, context);
  assertEquals(observation.items.map((item) => item.value), ["x", "y"]);
  assertEquals(observation.at, 300);
  assertEquals(context.calls.map((call) => call.params.timeoutMs), [500, 300]);
});

Deno.test("receive() gives what came where it is less than count", async () => {
  const next = [wire("a.1", "x", { at: 7 }), late];
  const context = fakeContext({ subscriptions, answers: { next } });
  const observation = await receive.run({ receive: "all", count: 3 }, context);
  assertEquals(observation.items.map((item) => item.value), ["x"]);
  assertEquals(observation.at, 7);
});

Deno.test("receive() fails with timeout where none came", async () => {
  const context = fakeContext({ subscriptions, answers: { next: [late] } });
  const error = await assertRejects(
    () => receive.run({ receive: "all", count: 3 }, context),
    DriverError,
  );
  assertEquals(error.code, "timeout");
});

Deno.test("receive() fails with slow-consumer although some came", async () => {
  const slow = new DriverError("messages were dropped", { code: "slow-consumer" });
  const next = [wire("a.1", "x"), slow];
  const context = fakeContext({ subscriptions, answers: { next } });
  const error = await assertRejects(
    () => receive.run({ receive: "all", count: 2 }, context),
    DriverError,
  );
  assertEquals(error.code, "slow-consumer");
});

Deno.test("receive() sees that none comes where expectAll is empty", async () => {
  const context = fakeContext({ subscriptions, answers: { next: [late] } });
  assertEquals(await receive.run({ receive: "all", expectAll: [] }, context), { items: [] });
});
