// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { bytes, fakeContext } from "./fake_context.ts";
import { jsPublish } from "./js_publish.ts";

const first = { stream: "ORDERS", seq: 1, duplicate: false };
const second = { stream: "ORDERS", seq: 2, duplicate: false };
const third = { stream: "ORDERS", seq: 2, duplicate: true };

Deno.test("jsPublish.run() gives the acknowledgement", async () => {
  const context = fakeContext({ answers: { "js.publish": [first] } });
  const params = { "js.publish": "orders.eu", send: "tea", headers: { Shop: "a" }, id: "order-7" };
  assertEquals(await jsPublish.run(params, context), { items: [{ value: first }] });
  assertEquals(context.calls, [{
    actor: "alice",
    operation: "js.publish",
    params: {
      subject: "orders.eu",
      data: bytes("tea"),
      headers: { Shop: ["a"] },
      id: "order-7",
    },
  }]);
  assertEquals(context.encoded, ["send orders.eu"]);
});

Deno.test("jsPublish.run() logs the publish before its acknowledgement", async () => {
  const context = fakeContext({ answers: { "js.publish": [first] } });
  await jsPublish.run({ "js.publish": "orders.eu", send: "tea" }, context);
  assertEquals(context.events, [
    { kind: "publish", subject: "orders.eu", data: bytes("tea"), size: 3 },
    {
      kind: "ack",
      subject: "orders.eu",
      stream: "ORDERS",
      seq: 1,
      duplicate: false,
      data: bytes("tea"),
    },
  ]);
});

Deno.test("jsPublish.run() counts in subject, payload, headers and id", async () => {
  const context = fakeContext({
    answers: { "js.publish": [first, second] },
    step: { templated: true },
  });
  await jsPublish.run({
    "js.publish": "orders.${i}",
    send: { n: "${i}" },
    headers: { N: "${i}" },
    id: "${i}",
    count: 2,
  }, context);
  assertEquals(context.calls.map((call) => call.params), [
    { subject: "orders.1", data: bytes('{"n":1}'), headers: { N: ["1"] }, id: "1" },
    { subject: "orders.2", data: bytes('{"n":2}'), headers: { N: ["2"] }, id: "2" },
  ]);
});

Deno.test("jsPublish.run() takes a text as it is where the step has no variables", async () => {
  const context = fakeContext({ answers: { "js.publish": [first] } });
  await jsPublish.run({ "js.publish": "orders", send: "${i}", id: "${i}" }, context);
  assertEquals(context.calls[0]?.params, { subject: "orders", data: bytes("${i}"), id: "${i}" });
});

Deno.test("jsPublish.run() gives the last of several acknowledgements", async () => {
  const context = fakeContext({ answers: { "js.publish": [first, second, third] } });
  const seen = await jsPublish.run({ "js.publish": "orders", count: 3, expect: {} }, context);
  assertEquals(seen, { items: [{ value: third }] });
});

Deno.test("jsPublish.run() gives all acknowledgements for expectAll", async () => {
  const context = fakeContext({ answers: { "js.publish": [first, second, third] } });
  const seen = await jsPublish.run(
    { "js.publish": "orders", count: 3, expectAll: [{}, {}, {}] },
    context,
  );
  assertEquals(seen, { items: [{ value: first }, { value: second }, { value: third }] });
});

Deno.test("jsPublish.run() lets a failure through, and logs no acknowledgement", async () => {
  const failure = new DriverError("no stream takes it", { code: "no-responders" });
  const context = fakeContext({ answers: { "js.publish": [first, failure] } });
  const run = () => jsPublish.run({ "js.publish": "orders", count: 3 }, context);
  assertStrictEquals(await assertRejects(run), failure);
  assertEquals(context.calls.length, 2);
  assertEquals(context.events.filter((event) => event.kind === "ack").length, 1);
});

Deno.test("jsPublish.schema refuses junk", () => {
  for (
    const junk of [
      { "js.publish": "" },
      { "js.publish": "orders", count: 0 },
      { "js.publish": "orders", id: 7 },
      { "js.publish": "orders", headers: { Shop: [] } },
      { "js.publish": "orders", reply: "inbox" },
    ]
  ) assertEquals(jsPublish.schema.safeParse(junk).success, false);
});
