// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { bytes, fakeContext } from "./fake_context.ts";
import { publish } from "./publish.ts";

Deno.test("publish() sends one message, and waits until the server has it", async () => {
  const context = fakeContext();
  const params = {
    publish: "a.b",
    send: { id: 1 },
    headers: { X: "1", Y: ["2", "3"] },
    reply: "r",
  };
  assertEquals(await publish.run(params, context), { items: [] });
  const message = {
    subject: "a.b",
    data: bytes('{"id":1}'),
    headers: { X: ["1"], Y: ["2", "3"] },
    reply: "r",
  };
  assertEquals(context.calls, [
    { actor: "alice", operation: "publish", params: { ...message, confirm: true } },
  ]);
  assertEquals(context.events, [{ kind: "publish", ...message, size: 8 }]);
  assertEquals(context.encoded, ["send a.b"]);
});

Deno.test("publish() counts with ${i}, and confirms the last message", async () => {
  const context = fakeContext({ step: { templated: true } });
  const params = {
    publish: "n.${i}",
    send: "no ${i}",
    headers: { N: "${i}" },
    reply: "r.${i}",
    count: 2,
  };
  await publish.run(params, context);
  assertEquals(context.calls.map((call) => call.params), [
    { subject: "n.1", data: bytes("no 1"), headers: { N: ["1"] }, reply: "r.1" },
    { subject: "n.2", data: bytes("no 2"), headers: { N: ["2"] }, reply: "r.2", confirm: true },
  ]);
  assertEquals(context.events.length, 2);
});

Deno.test("publish() does not log what the client refuses to send", async () => {
  const failure = new DriverError("the connection is closed", { code: "closed" });
  const context = fakeContext({ answers: { publish: [failure] } });
  const error = await assertRejects(() => publish.run({ publish: "a" }, context), DriverError);
  assertEquals(error.code, "closed");
  assertEquals(context.events, []);
});

Deno.test("publish() refuses a count of none", () => {
  const result = publish.schema.safeParse({ publish: "a", count: 0 });
  assertEquals(result.error?.issues[0]?.path, ["count"]);
});

Deno.test("publish() leaves `i` to the steps around it, unless it counts itself", async () => {
  const templated = { step: { templated: true }, locals: { i: 7 } };
  const around = fakeContext(templated);
  await publish.run({ publish: "tick.${i}" }, around);
  assertEquals(around.calls.map(({ params }) => params["subject"]), ["tick.7"]);
  const counting = fakeContext(templated);
  await publish.run({ publish: "tick.${i}", count: 2 }, counting);
  assertEquals(counting.calls.map(({ params }) => params["subject"]), ["tick.1", "tick.2"]);
});
