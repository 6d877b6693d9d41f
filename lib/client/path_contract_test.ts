// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The client's own `publish` and `request`, and those of nats-core's connection under it, go the
 * same way: what holds for the one holds for the other.
 */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { headers as makeHeaders } from "@nats-io/nats-core";
import { startServer } from "../server/mod.ts";
import type { Client, ConnectOptions } from "./mod.ts";
import { connect, toClientError } from "./mod.ts";

interface Path {
  readonly name: string;
  publish(client: Client, subject: string, data: string | Uint8Array, reply?: string): void;
  publishWithHeader(client: Client, subject: string, data: string, value: string): void;
  request(client: Client, subject: string, data: string, timeoutMs: number): Promise<string>;
}

const paths: readonly Path[] = [
  {
    name: "Client",
    publish: (client, subject, data, reply) =>
      client.publish(subject, data, reply === undefined ? {} : { reply }),
    publishWithHeader: (client, subject, data, value) =>
      client.publish(subject, data, { headers: { X: value } }),
    request: async (client, subject, data, timeoutMs) =>
      (await client.request(subject, data, { timeoutMs })).text(),
  },
  {
    name: "Client.connection",
    publish: ({ connection }, subject, data, reply) =>
      connection.publish(subject, data, reply === undefined ? {} : { reply }),
    publishWithHeader: ({ connection }, subject, data, value) => {
      const headers = makeHeaders();
      headers.set("X", value);
      connection.publish(subject, data, { headers });
    },
    request: async ({ connection }, subject, data, timeoutMs) =>
      (await connection.request(subject, data, { timeout: timeoutMs })).string(),
  },
];

const patience = { timeoutMs: 20_000 };
const quick: ConnectOptions = { reconnectTimeWait: 20, maxReconnectAttempts: -1 };

function codeOf(error: unknown): string {
  return toClientError(error, "try").code;
}

async function failure(promise: Promise<unknown>): Promise<string> {
  return codeOf(await assertRejects(() => promise));
}

function disconnect(client: Client): Promise<void> {
  return new Promise((resolve) => {
    client.onStatus(({ status }) => status === "disconnect" && resolve());
  });
}

for (const path of paths) {
  Deno.test(`${path.name} keeps the order of messages and of all other frames`, async () => {
    await using server = await startServer();
    await using client = await connect({ servers: server.url });
    const subjects: string[] = [];
    const all = client.subscribe("a.>", {
      callback: ({ subject }) => void subjects.push(subject),
    });
    path.publish(client, "a.1", "x");
    path.publish(client, "a.2", new Uint8Array(100_000));
    all.unsubscribe();
    path.publish(client, "a.3", "x");
    const later = client.subscribe("a.>", {
      callback: ({ subject }) => void subjects.push(`later ${subject}`),
    });
    path.publishWithHeader(client, "a.4", "x", "y");
    path.publish(client, "a.5", "x".repeat(5000), "answers");
    await client.flush();
    // What came for a subscription that had ended is dropped here.
    assertEquals(subjects, ["later a.4", "later a.5"]);
    assertEquals(later.received, 2);
  });

  Deno.test(`${path.name} sends what was given, of every size and letter`, async () => {
    await using server = await startServer();
    await using client = await connect({ servers: server.url });
    const subscription = client.subscribe(">");
    await subscription.confirmed();
    const sizes = [0, 1, 9, 10, 99, 100, 16_383, 16_384, 65_535, 65_536, 1_000_000];
    for (const size of sizes) path.publish(client, `size.${size}`, new Uint8Array(size).fill(size));
    path.publish(client, "grüße.日本", "süß 💬");
    path.publish(client, `long.${"x".repeat(300)}`, "y", `reply.${"z".repeat(300)}`);
    path.publishWithHeader(client, "headers", "data", "täg");
    for (const size of sizes) {
      const message = await subscription.next(patience);
      assertEquals([message.subject, message.data.length], [`size.${size}`, size]);
      assert(message.data.every((it) => it === size % 256));
    }
    const [letters, long, headed] = [
      await subscription.next(patience),
      await subscription.next(patience),
      await subscription.next(patience),
    ];
    assertEquals([letters.subject, letters.text()], ["grüße.日本", "süß 💬"]);
    assertEquals([long.subject.length, long.reply?.length, long.text()], [305, 306, "y"]);
    assertEquals([headed.headers, headed.text()], [{ X: ["täg"] }, "data"]);
  });

  Deno.test(`${path.name} takes a copy of the payload`, async () => {
    await using server = await startServer();
    await using client = await connect({ servers: server.url });
    const subscription = client.subscribe("n");
    for (const size of [1, 50_000]) {
      const data = new Uint8Array(size).fill(1);
      path.publish(client, "n", data);
      data.fill(2);
      assertEquals((await subscription.next(patience)).data, new Uint8Array(size).fill(1));
    }
  });

  Deno.test(`${path.name} counts messages and bytes`, async () => {
    await using server = await startServer();
    await using client = await connect({ servers: server.url });
    const subscription = client.subscribe("n");
    path.publish(client, "n", "12345");
    path.publishWithHeader(client, "n", "12345", "y");
    await subscription.next(patience);
    await subscription.next(patience);
    const { inMsgs, outMsgs, inBytes, outBytes } = client.stats;
    assertEquals([inMsgs, outMsgs, inBytes, outBytes], [2, 2, 28, 28]);
    const { in_msgs, in_bytes } = await server.monitor("varz");
    assertEquals([in_msgs, in_bytes], [2, 28]);
  });

  Deno.test(`${path.name} fails alike beyond limits and for what nobody may send`, async () => {
    await using server = await startServer({
      config: `max_payload: 1024
        authorization { users: [{ user: a, password: b, permissions: { publish: { deny: "no" } } }] }`,
    });
    const limited = { servers: server.url, user: "a", password: "b", outboundSize: 4096 };
    await using client = await connect(limited);
    const caught = (act: () => void) => codeOf(assertThrows(act));
    assertEquals(caught(() => path.publish(client, "n", new Uint8Array(1025))), "max-payload");
    assertEquals(caught(() => path.publish(client, "a b", "x")), "invalid-subject");
    assertEquals(caught(() => path.publish(client, "", "x")), "invalid-subject");
    const outbound = caught(() => {
      for (let i = 0; i < 10; i++) path.publish(client, "n", new Uint8Array(1000));
    });
    assertEquals(outbound, "outbound-limit");
    await client.flush();
    assertEquals(await failure(path.request(client, "nobody", "", 20_000)), "no-responders");
    assertEquals(await failure(path.request(client, "no", "", 20_000)), "permission");
    client.subscribe("silent");
    assertEquals(await failure(path.request(client, "silent", "", 20)), "timeout");
    const waiting = failure(path.request(client, "silent", "", 20_000));
    await client.flush();
    await client.close();
    assertEquals(await waiting, "closed");
    assertEquals(caught(() => path.publish(client, "n", "x")), "closed");
    assertEquals(await failure(path.request(client, "n", "", 10)), "closed");
  });

  Deno.test(`${path.name} keeps messages and requests over an outage, within pendingSize`, async () => {
    await using server = await startServer();
    const client = await connect({ servers: server.url, ...quick, pendingSize: "2KiB" });
    const seen: string[] = [];
    const subscription = client.subscribe("n", {
      callback: (message) => void seen.push(message.text()),
    });
    client.subscribe("ask", { callback: (message) => message.respond(`${message.text()}!`) });
    await subscription.confirmed();
    const lost = disconnect(client);
    await server.kill();
    await lost;
    for (const text of ["1", "2", "3"]) path.publish(client, "n", text);
    const answer = path.request(client, "ask", "hello", 20_000);
    const over = assertThrows(() => path.publish(client, "n", new Uint8Array(2048)));
    assertEquals(codeOf(over), "outbound-limit");
    await server.start();
    assertEquals(await answer, "hello!");
    path.publish(client, "n", "4");
    await client.flush();
    assertEquals(seen, ["1", "2", "3", "4"]);
    await client.close();
  });

  Deno.test(`${path.name} sends nothing once the connection has drained its subscriptions`, async () => {
    await using server = await startServer();
    const client = await connect({ servers: server.url });
    const late: string[] = [];
    client.onStatus(({ status }) => {
      if (status !== "close") return;
      late.push(codeOf(assertThrows(() => path.publish(client, "n", "x"))));
    });
    await client.drain();
    assertEquals(late, ["closed"]);
    assertEquals(await failure(path.request(client, "n", "", 10)), "closed");
  });
}
