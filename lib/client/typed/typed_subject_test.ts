// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { EchoRequestSchema, EchoResponseSchema } from "../../../proto/mod.ts";
import { CodecError } from "../../codec/error.ts";
import { startServer } from "../../server/mod.ts";
import { ClientError, connect } from "../mod.ts";
import { ServiceError } from "../service_error.ts";
import { subject } from "./mod.ts";

const patience = { timeoutMs: 10_000 };
const echo = subject(":user.echo", { send: EchoRequestSchema, reply: EchoResponseSchema });
const orders = subject("orders.:shop", { send: "json" });
const garbage = new Uint8Array([0xff, 0xfe]);

Deno.test("TypedSubject publishes to subscriptions, with params, headers and the raw message", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  await using subscription = orders.subscribe(client);
  orders.at({ shop: "tea" }).publish(client, { cups: 2 }, { headers: { Who: "joe" } });
  const { value, params, raw } = await subscription.next(patience);
  assertEquals([value, params.shop, raw.subject], [{ cups: 2 }, "tea", "orders.tea"]);
  assertEquals(raw.headers, { Who: ["joe"] });
});

Deno.test("TypedSubject.publishWhenReady() publishes too, in order", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  await using subscription = orders.subscribe(client);
  const tea = orders.at({ shop: "tea" });
  await Promise.all([1, 2, 3].map((cups) => tea.publishWhenReady(client, cups, patience)));
  const seen: unknown[] = [];
  while (seen.length < 3) seen.push((await subscription.next(patience)).value);
  assertEquals(seen, [1, 2, 3]);
  await assertRejects(() => orders.publishWhenReady(client, 1), ClientError, "at({ shop: … })");
});

Deno.test("TypedSubject.publish() wants values for named tokens and for wildcards", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const open = assertThrows(() => orders.publish(client, 1), ClientError);
  assertEquals(
    [open.code, open.message],
    [
      "invalid-subject",
      'Cannot publish to "orders.:shop" as its named tokens must have values; ' +
      "call at({ shop: … }) first",
    ],
  );
  const wild = subject("orders.*", { send: "json" });
  assertEquals(
    assertThrows(() => wild.publish(client, 1), ClientError).code,
    "invalid-subject",
  );
});

Deno.test("TypedSubscription hands the callback decoded messages, and onError the others", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const errors: Error[] = [];
  const statuses: string[] = [];
  client.onStatus(({ status }) => statuses.push(status));
  const seen: unknown[] = [];
  const done = Promise.withResolvers<void>();
  orders.subscribe(client, {
    callback: ({ value, params }) => {
      seen.push([params.shop, value]);
      if (value === "last") done.resolve();
    },
    onError: (error) => errors.push(error),
  });
  client.publish("orders.tea", garbage);
  orders.at({ shop: "tea" }).publish(client, "last");
  await done.promise;
  assertEquals(seen, [["tea", "last"]]);
  const [error] = errors;
  assertInstanceOf(error, CodecError);
  assertEquals(
    [error.code, error.subject, error.type, error.size],
    ["decode", "orders.tea", "json", 2],
  );
  assertEquals([errors.length, statuses], [1, []]);
});

Deno.test("TypedSubscription without onError reports an error status, and goes on", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const causes: unknown[] = [];
  client.onStatus(({ error }) => error !== undefined && causes.push(error.cause));
  const done = Promise.withResolvers<void>();
  orders.subscribe(client, { callback: () => done.resolve() });
  client.publish("orders.tea", "{");
  client.publish("orders.tea", "1");
  await done.promise;
  assertEquals(causes.length, 1);
  assertInstanceOf(causes[0], CodecError);
});

Deno.test("TypedSubscription.next() throws for a payload that is not of the type, once", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  await using subscription = orders.subscribe(client);
  client.publish("orders.tea", "no JSON");
  client.publish("orders.tea", "1");
  const error = await assertRejects(() => subscription.next(patience), CodecError);
  assertEquals([error.subject, error.type, error.size], ["orders.tea", "json", 7]);
  assertEquals((await subscription.next(patience)).value, 1);
});

Deno.test("TypedSubscription iterates over what can be decoded, and reports the rest", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const reported: unknown[] = [];
  client.onStatus(({ error }) => error !== undefined && reported.push(error.cause));
  const told: Error[] = [];
  const quiet = orders.subscribe(client, { max: 3, onError: (error) => told.push(error) });
  const loud = orders.subscribe(client, { max: 3 });
  for (const payload of ["1", "{", "2"]) client.publish("orders.tea", payload);
  const seen: unknown[] = [];
  for await (const { value } of quiet) seen.push(value);
  for await (const { value } of loud) seen.push(value);
  assertEquals(seen, [1, 2, 1, 2]);
  assertEquals([told.length, reported.length], [1, 1]);
  assertInstanceOf(told[0], CodecError);
  assertInstanceOf(reported[0], CodecError);
});

Deno.test("TypedSubscription ends when its loop is left or it is disposed of", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const left = orders.subscribe(client);
  const disposed = orders.subscribe(client);
  client.publish("orders.tea", "1");
  for await (const _ of left) break;
  await disposed[Symbol.asyncDispose]();
  await client.flush(patience);
  assertEquals([left.raw.ended, disposed.raw.ended], [true, true]);
});

Deno.test("RequestSubject answers requests in protobuf", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const serving = echo.serve(client, async ({ message }, { params }) => {
    await Promise.resolve();
    return { message: `${params.user} says ${message}` };
  });
  await serving.confirmed(patience);
  const answer = await echo.at({ user: "joe" }).request(client, { message: "hi" }, patience);
  assertEquals([answer.message, answer.cached], ["joe says hi", false]);
  const open = await assertRejects(() => echo.request(client, {}), ClientError);
  assertEquals(open.code, "invalid-subject");
});

Deno.test("RequestSubject.serve() tells the caller what went wrong, and onError too", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const errors: Error[] = [];
  echo.serve(client, ({ message }) => {
    if (message === "refuse") throw new ServiceError(409, "busy\r\nnow");
    if (message === "fail") throw new Error("a secret");
    return { message };
  }, { onError: (error) => errors.push(error) });
  await client.flush(patience);
  const joe = echo.at({ user: "joe" });
  const refused = async (message: string): Promise<readonly unknown[]> => {
    const error = await assertRejects(
      () => joe.request(client, { message }, patience),
      ServiceError,
    );
    return [error.code, error.message];
  };
  assertEquals(await refused("refuse"), [409, "busy now"]);
  assertEquals(errors, []);
  assertEquals(await refused("fail"), [500, "internal error"]);
  assertEquals(errors.map((error) => error.message), ["a secret"]);
  const broken = await client.request("joe.echo", garbage, patience);
  const unread = assertThrows(() => echo.decodeReply(broken), ServiceError);
  assertEquals(unread.code, 400);
  assertInstanceOf(errors[1], CodecError);
  assertEquals((await joe.request(client, { message: "hi" }, patience)).message, "hi");
});

Deno.test("RequestSubject.serve() handles what is no request, without an answer", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const seen = Promise.withResolvers<string>();
  const errors: Error[] = [];
  echo.serve(client, ({ message }) => {
    seen.resolve(message);
    return { message };
  }, { onError: (error) => errors.push(error) });
  client.publish("joe.echo", garbage);
  echo.at({ user: "joe" }).publish(client, { message: "hi" });
  assertEquals(await seen.promise, "hi");
  assertEquals(errors.length, 1);
});

Deno.test("RequestSubject.serve() tells onError both errors where the caller cannot be told", async () => {
  await using server = await startServer();
  const client = await connect({ servers: server.url });
  await using caller = await connect({ servers: server.url });
  const started = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const told = Promise.withResolvers<Error>();
  const serving = echo.serve(client, async () => {
    started.resolve();
    await gate.promise;
    throw new Error("late");
  }, { onError: told.resolve });
  await serving.confirmed(patience);
  echo.at({ user: "joe" }).publish(caller, {}, { reply: "answers" });
  await started.promise;
  await client.close();
  gate.resolve();
  const error = await told.promise;
  assertInstanceOf(error, AggregateError);
  const [first, second] = error.errors;
  assertEquals([first.message, second.code], ["late", "closed"]);
});

Deno.test("RequestSubject.request() throws a CodecError for an answer of another type", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  client.subscribe("joe.echo", { callback: (message) => message.respond(garbage) });
  await client.flush(patience);
  const error = await assertRejects(
    () => echo.at({ user: "joe" }).request(client, {}, patience),
    CodecError,
  );
  assertEquals(
    [error.code, error.subject, error.type, error.size],
    ["decode", "joe.echo", "natsrig.echo.v1.EchoResponse", 2],
  );
});
