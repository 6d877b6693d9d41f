// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { bytes, fakeContext, wire } from "./fake_context.ts";
import { logMessage, logOnItsWay, renderMessage } from "./outgoing.ts";

Deno.test("renderMessage() leaves texts alone where the step has no variables", () => {
  const draft = { subject: "a", send: "costs ${i}", reply: undefined };
  assertEquals(renderMessage(draft, fakeContext(), { locals: { i: 1 } }), {
    subject: "a",
    data: bytes("costs ${i}"),
  });
});

Deno.test("renderMessage() makes texts of subjects and headers that are one variable", () => {
  const context = fakeContext({ step: { templated: true } });
  const draft = { subject: "${i}", headers: { A: "${i}", B: ["x", "${i}"] }, reply: "${i}" };
  assertEquals(renderMessage(draft, context, { locals: { i: 7 } }), {
    subject: "7",
    data: new Uint8Array(),
    headers: { A: ["7"], B: ["x", "7"] },
    reply: "7",
  });
});

Deno.test("renderMessage() can take the payload's type from another subject", () => {
  const context = fakeContext({ json: ["echo"] });
  const options = { direction: "reply", typeSubject: "echo" } as const;
  assertEquals(renderMessage({ subject: "_INBOX.1", send: "hi" }, context, options), {
    subject: "_INBOX.1",
    data: bytes('"hi"'),
  });
  assertEquals(context.encoded, ["reply echo"]);
});

Deno.test("logMessage() logs a message with all it has", () => {
  const context = fakeContext();
  logMessage(wire("a", "hi", { reply: "r", headers: { X: ["1"] } }), context);
  assertEquals(context.events, [{
    kind: "message",
    subject: "a",
    reply: "r",
    headers: { X: ["1"] },
    data: bytes("hi"),
    size: 2,
  }]);
});

Deno.test("logOnItsWay() logs a message before the operation ends", async () => {
  const context = fakeContext();
  const message = { subject: "a", data: bytes("hi") };
  const answered = Promise.withResolvers<number>();
  const logged = Promise.withResolvers<void>();
  const watched = { ...context, emit: () => logged.resolve() };
  const result = logOnItsWay(answered.promise, message, watched);
  await logged.promise;
  answered.resolve(5);
  assertEquals(await result, 5);
});

Deno.test("logOnItsWay() logs nothing where the operation fails on the spot", async () => {
  const context = fakeContext();
  const message = { subject: "a", data: bytes("hi") };
  const refused = Promise.reject(new Error("it is closed"));
  await assertRejects(() => logOnItsWay(refused, message, context), Error, "it is closed");
  assertEquals(context.events, []);
});
