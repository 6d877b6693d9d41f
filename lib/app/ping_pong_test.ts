// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { PingRequestSchema } from "../../proto/mod.ts";
import { ServiceError } from "./error.ts";
import { pingPong } from "./ping_pong.ts";
import type { TestApp } from "./test_app.ts";

async function startTest(): Promise<TestApp> {
  return await (await pingPong.router({})).test();
}

const type = PingRequestSchema;

Deno.test("ping-pong relays to the destination, with headers and reply subject", async () => {
  await using app = await startTest();
  const ping = { destination: "bob", origin: "alice", message: "hi" };
  await app.publish("alice.ping", ping, { type, headers: { a: ["1"] }, replyTo: "back" });
  const message = app.next(type);
  assertEquals([message?.subject, message?.replyTo], ["bob.ping", "back"]);
  assertEquals(message?.headers, { a: ["1"], "Natsrig-Relayed": ["1"] });
  const { destination, origin, message: text } = message?.value ?? {};
  assertEquals({ destination, origin, message: text }, ping);
  assertEquals(app.log, []);
});

Deno.test("ping-pong relays nothing twice, also what another instance relayed to it", async () => {
  await using app = await startTest();
  const ping = { destination: "alice", origin: "alice", message: "to myself" };
  await app.publish("alice.ping", ping, { type });
  const message = app.next(type);
  await app.publish("alice.ping", ping, { type, headers: message?.headers ?? {} });
  assertEquals([message?.subject, app.next(type)], ["alice.ping", undefined]);
});

Deno.test("ping-pong drops and reports a spoofed origin", async () => {
  await using app = await startTest();
  const ping = { destination: "bob", origin: "carol", message: "hi" };
  await app.publish("alice.ping", ping, { type });
  assertEquals(app.next(type), undefined);
  assertEquals(app.log, ["alice.ping: error 403: origin carol is not the caller alice"]);
});

Deno.test("ping-pong tells who asks with a spoofed origin", async () => {
  await using app = await startTest();
  const ping = { destination: "bob", origin: "carol", message: "hi" };
  const error = await assertRejects(
    () => app.request("alice.ping", ping, { send: type, reply: "text" }),
    ServiceError,
  );
  assertEquals(error.code, 403);
});

Deno.test("ping-pong refuses a destination that is not one token", async () => {
  await using app = await startTest();
  for (const destination of ["", "a.b", "*", "a b"]) {
    const ping = { destination, origin: "alice", message: "hi" };
    await app.publish("alice.ping", ping, { type });
  }
  assertEquals(app.next(type), undefined);
  assertEquals(app.log.length, 4);
});
