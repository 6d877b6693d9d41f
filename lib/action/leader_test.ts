// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { awaitConsumerLeader, awaitStreamLeader } from "./leader.ts";

Deno.test("awaitStreamLeader() gives the info of a server without a cluster at once", async () => {
  const context = fakeContext();
  assertEquals(await awaitStreamLeader("S", { state: {} }, context), { state: {} });
  assertEquals(context.calls, []);
});

Deno.test("awaitStreamLeader() asks until there is a leader", async () => {
  const led = { cluster: { leader: "n2" } };
  const context = fakeContext({
    answers: { "stream.info": [{ cluster: { leader: "" } }, led] },
  });
  assertEquals(await awaitStreamLeader("S", { cluster: { name: "c" } }, context), led);
  assertEquals(context.calls, [
    { actor: "alice", operation: "stream.info", params: { stream: "S" } },
    { actor: "alice", operation: "stream.info", params: { stream: "S" } },
  ]);
  assertEquals(context.slept.length, 2);
});

Deno.test("awaitStreamLeader() asks first where nothing is known", async () => {
  const context = fakeContext({ answers: { "stream.info": [{ state: {} }] } });
  assertEquals(await awaitStreamLeader("S", undefined, context), { state: {} });
  assertEquals(context.calls.length, 1);
});

Deno.test("awaitStreamLeader() gives up after its patience", async () => {
  const context = fakeContext({
    patienceMs: 40,
    answers: { "stream.info": [{ cluster: {} }, { cluster: {} }] },
  });
  const error = await assertRejects(
    () => awaitStreamLeader("S", { cluster: {} }, context),
    DriverError,
    'stream "S" has no leader after 40ms',
  );
  assertEquals(error.code, "timeout");
});

Deno.test("awaitConsumerLeader() asks for the consumer", async () => {
  const led = { cluster: { leader: "n1" } };
  const context = fakeContext({ answers: { "consumer.info": [led] } });
  const name = { stream: "S", consumer: "c" };
  assertEquals(await awaitConsumerLeader(name, { cluster: {} }, context), led);
  assertEquals(context.calls, [
    { actor: "alice", operation: "consumer.info", params: { stream: "S", consumer: "c" } },
  ]);
});
