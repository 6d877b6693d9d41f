// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext, wire } from "./fake_context.ts";
import { arrivalOf, failedWith, takeMessages } from "./incoming.ts";

Deno.test("failedWith() knows a driver's codes, and nothing else", () => {
  const timeout = new DriverError("late", { code: "timeout" });
  assertEquals(failedWith(timeout, "timeout"), true);
  assertEquals(failedWith(timeout, "closed", "timeout"), true);
  assertEquals(failedWith(timeout, "closed"), false);
  assertEquals(failedWith(new DriverError("odd"), "timeout"), false);
  assertEquals(failedWith(new Error("timeout"), "timeout"), false);
});

Deno.test("takeMessages() takes one message where nothing says how many", async () => {
  const context = fakeContext({ answers: { next: [wire("a", "1"), wire("a", "2")] } });
  const messages = await takeMessages("s", {}, context);
  assertEquals(messages, [wire("a", "1")]);
});

Deno.test("takeMessages() never waits for less than no time", async () => {
  const first = () => {
    context.advance(150);
    return wire("a", "1");
  };
  const late = new DriverError("late", { code: "timeout" });
  const context = fakeContext({ patienceMs: 100, answers: { next: [first, late] } });
  assertEquals((await takeMessages("s", { count: 2 }, context)).length, 1);
  assertEquals(context.calls.map((call) => call.params.timeoutMs), [100, 0]);
});

Deno.test("takeMessages() gives what came before the subscription ended", async () => {
  const ended = new DriverError("the subscription has ended", { code: "closed" });
  const context = fakeContext({ answers: { next: [wire("a", "1"), ended, ended] } });
  assertEquals((await takeMessages("s", { count: 2 }, context)).length, 1);
  const error = await assertRejects(() => takeMessages("s", { count: 2 }, context), DriverError);
  assertEquals(error.code, "closed");
});

Deno.test("arrivalOf() is when the last message came", () => {
  const context = fakeContext();
  assertEquals(arrivalOf([wire("a", "1", { at: 3 }), wire("a", "2", { at: 9 })], context), {
    at: 9,
  });
  assertEquals(arrivalOf([], context), {});
});
