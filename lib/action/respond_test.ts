// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import {
  bytes,
  type FakeContext,
  fakeContext,
  type FakeContextOptions,
  wire,
} from "./fake_context.ts";
import { respond } from "./respond.ts";

const end = new DriverError("the subscription has ended", { code: "closed" });

/** Runs a responder on some requests, until its subscription ends. */
async function serve(
  params: { readonly [key: string]: unknown },
  options: FakeContextOptions,
): Promise<FakeContext> {
  const context = fakeContext({ step: { templated: true }, ...options });
  assertEquals(await respond.run(params, context), { items: [] });
  await Promise.all(context.tasks);
  return context;
}

function sent(context: FakeContext) {
  return context.calls.filter((call) => call.operation === "publish").map((call) => call.params);
}

Deno.test("respond() subscribes first, and answers beside the steps", async () => {
  const answers = { next: [wire("echo", "hi", { reply: "_INBOX.1" }), end] };
  const context = await serve({ respond: "echo", with: "${data}!", queue: "q" }, { answers });
  assertEquals(context.calls.map((call) => call.operation), [
    "subscribe",
    "next",
    "publish",
    "next",
  ]);
  const { id } = context.calls[0]?.params ?? {};
  assertEquals(context.calls[0]?.params, { id, subject: "echo", queue: "q" });
  assertEquals(context.calls[1]?.params.id, id);
  assertEquals(sent(context), [{ subject: "_INBOX.1", data: bytes("hi!") }]);
  assertEquals(context.events, [
    { kind: "publish", subject: "_INBOX.1", data: bytes("hi!"), size: 3 },
  ]);
  assertEquals(context.encoded, ["reply echo"]);
  assertEquals(context.decoded, ["send echo"]);
});

Deno.test("respond() fills in subject, tokens, fields and a count", async () => {
  const params = {
    respond: "user.*",
    with: { subject: "${subject}", who: "${token.2}", name: "${data.name}", n: "${i}" },
    headers: { "X-Count": "${i}" },
  };
  const answers = {
    next: [
      wire("user.ann", '{"name":"Ann"}', { reply: "r.1" }),
      wire("user.bob", '{"name":"Bob"}', { reply: "r.2" }),
      end,
    ],
  };
  const context = await serve(params, { answers });
  assertEquals(sent(context), [
    {
      subject: "r.1",
      data: bytes('{"subject":"user.ann","who":"ann","name":"Ann","n":1}'),
      headers: { "X-Count": ["1"] },
    },
    {
      subject: "r.2",
      data: bytes('{"subject":"user.bob","who":"bob","name":"Bob","n":2}'),
      headers: { "X-Count": ["2"] },
    },
  ]);
});

Deno.test("respond() fails where a field of a request that is not JSON is wanted", async () => {
  const answers = { next: [wire("echo", "hi", { reply: "r" })] };
  await assertRejects(
    () => serve({ respond: "echo", with: "${data.name}" }, { answers }),
    Error,
    "must be JSON",
  );
});

Deno.test("respond() gives bytes back as a payload that makes them", async () => {
  const answers = { next: [wire("blob", "hi", { reply: "r" }), end] };
  const context = await serve({ respond: "blob", with: "${data}" }, { answers, binary: ["blob"] });
  assertEquals(sent(context), [{ subject: "r", data: bytes('{"$base64":"aGk="}') }]);
});

Deno.test("respond() answers with nothing where it is told nothing", async () => {
  const answers = { next: [wire("echo", "hi", { reply: "r" }), end] };
  const context = await serve({ respond: "echo" }, { answers });
  assertEquals(sent(context), [{ subject: "r", data: new Uint8Array() }]);
});

Deno.test("respond() ignores messages without a reply subject", async () => {
  const answers = { next: [wire("echo", "a"), wire("echo", "b", { reply: "r" }), end] };
  const context = await serve({ respond: "echo", with: "${i}" }, { answers });
  assertEquals(sent(context), [{ subject: "r", data: bytes("1") }]);
  assertEquals(context.events[0], {
    kind: "log",
    text: 'respond: a message on "echo" without a reply subject is ignored',
  });
});

Deno.test("respond() delays each reply from its own request on", async () => {
  const answers = {
    next: [
      wire("echo", "a", { reply: "r.1", at: 0 }),
      wire("echo", "b", { reply: "r.2", at: 30 }),
      wire("echo", "c", { reply: "r.3", at: 30 }),
      end,
    ],
  };
  const context = await serve({ respond: "echo", delay: "100ms" }, { answers });
  assertEquals(context.slept, [100, 30]);
  assertEquals(sent(context).length, 3);
});

Deno.test("respond() ends before its last reply is out", async () => {
  const answers = {
    next: [wire("echo", "a", { reply: "r.1" }), wire("echo", "b", { reply: "r.2" })],
  };
  const context = await serve({ respond: "echo", times: 2 }, { answers });
  assertEquals(context.calls.map((call) => call.operation), [
    "subscribe",
    "next",
    "publish",
    "next",
    "unsubscribe",
    "publish",
  ]);
});

Deno.test("respond() goes on after a wait without requests", async () => {
  const idle = new DriverError("nothing came", { code: "timeout" });
  const answers = { next: [idle, wire("echo", "a", { reply: "r" }), end] };
  const context = await serve({ respond: "echo" }, { answers });
  assertEquals(sent(context).length, 1);
});

Deno.test("respond() ends quietly when the run does", async () => {
  const controller = new AbortController();
  const next = [() => {
    controller.abort();
    throw new Error("the wait was cancelled");
  }];
  const context = await serve({ respond: "echo" }, {
    answers: { next },
    signal: controller.signal,
  });
  assertEquals(sent(context), []);
});

Deno.test("respond() fails the scenario where a reply cannot be sent", async () => {
  const failure = new DriverError("the reply is too large", { code: "max-payload" });
  const answers = { next: [wire("echo", "a", { reply: "r" })], publish: [failure] };
  await assertRejects(() => serve({ respond: "echo" }, { answers }), DriverError, "too large");
});

Deno.test("respond() fails at once where it cannot subscribe", async () => {
  const failure = new DriverError("not allowed", { code: "permission" });
  const context = fakeContext({ answers: { subscribe: [failure] } });
  const error = await assertRejects(() => respond.run({ respond: "a" }, context), DriverError);
  assertEquals(error.code, "permission");
  assertEquals(context.tasks, []);
});
