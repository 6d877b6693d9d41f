// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import type { Server } from "../server/mod.ts";
import { startServer } from "../server/mod.ts";
import { FakeCallback } from "./fake_callback.ts";
import type { SimpleMessage } from "./mod.ts";
import { ClientError, SimpleClient } from "./mod.ts";

const patience = { timeoutMs: 10_000 };
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

function echo(client: SimpleClient): number {
  return client.subscribe("echo", {
    cb: ({ replyTo, payload }) => {
      if (replyTo !== undefined) client.publish(replyTo, payload);
    },
  });
}

Deno.test("SimpleClient.request() awaits one answer on requests.<name>.<n>", async () => {
  await using server = await startServer();
  await using client = await SimpleClient.connect(server.url, { name: "joe" });
  const asked: (string | undefined)[] = [];
  client.subscribe("greet", {
    cb: ({ replyTo = "", payload }) => {
      asked.push(replyTo);
      for (const answer of ["first", "second"]) {
        client.publish(replyTo, `${answer} ${text(payload)}`);
      }
    },
  });
  const answers = new FakeCallback<string>();
  for (const who of ["a", "b"]) {
    client.request("greet", who, ({ payload }) => answers.add(text(payload)));
  }
  await answers.holds(2);
  await client.client.flush(patience);
  assertEquals(answers.items, ["first a", "first b"]);
  assertEquals(asked, ["requests.joe.1", "requests.joe.2"]);
});

Deno.test("SimpleClient.request() takes several answers, and ends when they are there", async () => {
  await using server = await startServer();
  await using client = await SimpleClient.connect(server.url);
  for (let i = 0; i < 3; i++) echo(client);
  const answers = new FakeCallback<SimpleMessage>();
  const errors: Error[] = [];
  client.request("echo", "x", {
    cb: answers.add,
    max: 2,
    ...patience,
    onError: (error) => errors.push(error),
  });
  await answers.holds(2);
  await client.client.flush(patience);
  assertEquals([answers.items.length, errors], [2, []]);
});

Deno.test("SimpleClient.request() tells that nobody is subscribed", async () => {
  await using server = await startServer();
  await using client = await SimpleClient.connect(server.url);
  const told = new FakeCallback<Error>();
  const cb = () => told.add(new Error("an answer"));
  client.request("nobody", "", { cb, onError: told.add });
  const [error] = await told.holds(1);
  assert(error instanceof ClientError);
  assertEquals([error.code, error.subject], ["no-responders", "nobody"]);
  const statuses = new FakeCallback<string | undefined>();
  client.client.onStatus(({ error }) => statuses.add(error?.code));
  client.request("nobody", "", cb);
  assertEquals(await statuses.holds(1), ["no-responders"]);
  assertEquals(client.lastError?.code, "no-responders");
});

Deno.test("SimpleClient.request() ends with a timeout where one is set", async () => {
  await using server = await startServer();
  await using client = await SimpleClient.connect(server.url);
  const asked = new FakeCallback<SimpleMessage>();
  client.subscribe("silent", { cb: asked.add });
  const errors = new FakeCallback<Error>();
  const answers: SimpleMessage[] = [];
  client.request("silent", "", {
    cb: (message) => void answers.push(message),
    timeoutMs: 50,
    onError: errors.add,
  });
  const [error] = await errors.holds(1);
  assert(error instanceof ClientError);
  assertEquals(error.code, "timeout");
  assertMatch(error.message, /an answer on "silent"/);
  const [request] = await asked.holds(1);
  client.publish(request?.replyTo ?? "", "too late");
  await client.client.flush(patience);
  assertEquals(answers, []);
});

/** Whose subscriptions the server has, by the number of answers that are awaited. */
async function awaited(server: Server): Promise<readonly string[]> {
  const found = JSON.stringify(await server.monitor("subsz?subs=1"));
  return [...found.matchAll(/"subject":"requests\.joe\.(\d+)"/g)].map(([, n = ""]) => n);
}

Deno.test("SimpleClient.request() leaves no subscription, however it ends", async () => {
  await using server = await startServer({ config: "max_payload: 1024" });
  await using client = await SimpleClient.connect(server.url, { name: "joe" });
  client.subscribe("silent", { cb: () => undefined });
  echo(client);
  const ends = new FakeCallback<unknown>();
  const options = { cb: ends.add, onError: ends.add };
  const waiting = client.request("silent", "", options);
  const error = assertThrows(() => client.request("a", new Uint8Array(2000), options), ClientError);
  assertEquals(error.code, "max-payload");
  client.request("echo", "", options);
  client.request("nobody", "", options);
  client.request("silent", "", { ...options, timeoutMs: 10 });
  await ends.holds(3);
  await client.client.flush(patience);
  assertEquals(await awaited(server), ["1"]);
  client.unsubscribe(waiting);
  await client.client.flush(patience);
  assertEquals(await awaited(server), []);
});

Deno.test("SimpleClient.close() tells requests that still wait", async () => {
  await using server = await startServer();
  const client = await SimpleClient.connect(server.url);
  client.subscribe("silent", { cb: () => undefined });
  const errors = new FakeCallback<Error>();
  const cb = () => undefined;
  client.request("silent", "", { cb, timeoutMs: 60_000, onError: errors.add });
  await client.close();
  const [error] = await errors.holds(1);
  assert(error instanceof ClientError);
  assertEquals(error.code, "closed");
});
