// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Rubbish from JavaScript callers: a typed error, and a connection that lives on. @module */

import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Server } from "../server/mod.ts";
import { startServer } from "../server/mod.ts";
import { ClientError, connect, webSocketSupported } from "./mod.ts";
import type { Client, ConnectOptions, HeadersInit, Payload, SubscribeOptions } from "./mod.ts";

/** What a caller without types may give. */
function anything<T>(value: unknown): T {
  return value as T;
}

/** A connection with an echo, on a server that takes payloads of up to 1000 bytes. */
async function echoing(server: Server): Promise<Client> {
  const client = await connect({ servers: server.url });
  const echo = client.subscribe("echo", { callback: (message) => message.respond(message.data) });
  await echo.confirmed();
  return client;
}

async function livesOn(client: Client, after: string): Promise<void> {
  const reply = await client.request("echo", after, { timeoutMs: 10_000 });
  assertEquals([reply.text(), client.stats.reconnects], [after, 0]);
}

/** What an attempt throws, at once or later: its code and message. */
async function refusal(attempt: () => unknown): Promise<string> {
  const { code, message } = await assertRejects(async () => void await attempt(), ClientError);
  return `${code}: ${message}`;
}

const config = "max_payload: 1000";
const injection = "a\r\nPUB x 0\r\n";

Deno.test("bad subjects are refused, and the connection lives on", async () => {
  await using server = await startServer({ config });
  await using client = await echoing(server);
  const cases: readonly (readonly [unknown, string])[] = [
    [undefined, '"undefined" as it must be a text'],
    [null, '"null" as it must be a text'],
    [5, '"5" as it must be a text'],
    ["", '"" as it must be a subject that is not empty'],
    ["a b", '"a b" as it must be a subject without white space and control characters'],
    ["a\0", '"a\\u0000" as it must be a subject without white space and control characters'],
    [
      injection,
      '"a\\r\\nPUB x 0\\r\\n" as it must be a subject without white space and control ' +
      "characters",
    ],
    ["a..b", '"a..b" as it must be a subject without empty tokens'],
    [".a", '".a" as it must be a subject without empty tokens'],
    // The server would end the connection, and again after each reconnect.
    ["é".repeat(1001), `"${"é".repeat(200)}" as it must be a subject of at most 2000 bytes`],
  ];
  for (const [value, problem] of cases) {
    const subject = anything<string>(value);
    const refused = (use: string) => `invalid-subject: Cannot ${use} ${problem}`;
    assertEquals(await refusal(() => client.publish(subject)), refused("publish to"));
    assertEquals(await refusal(() => client.request(subject)), refused("publish to"));
    assertEquals(await refusal(() => client.publishWhenReady(subject)), refused("publish to"));
    assertEquals(await refusal(() => client.subscribe(subject)), refused("subscribe to"));
    if (value === undefined) continue;
    assertEquals(
      await refusal(() => client.publish("s", "", { reply: subject })),
      refused("await answers on"),
    );
    assertEquals(
      await refusal(() => client.subscribe("s", { queue: subject })),
      refused("join the queue group"),
    );
    await livesOn(client, problem);
  }
});

Deno.test("the longest subjects fit the server's line", async () => {
  await using server = await startServer();
  await using client = await echoing(server);
  const [subject, reply, queue] = ["s", "r", "q"].map((it) => it.repeat(2000));
  const subscription = client.subscribe(subject ?? "", { queue: queue ?? "" });
  await subscription.confirmed();
  client.publish(subject ?? "", "hi", { reply: reply ?? "", headers: { a: "b" } });
  const message = await subscription.next({ timeoutMs: 10_000 });
  assertEquals([message.subject, message.reply], [subject, reply]);
  await livesOn(client, "long");
});

Deno.test("bad headers are refused without their values, and the connection lives on", async () => {
  await using server = await startServer({ config });
  await using client = await echoing(server);
  const name = "as its name must be ASCII without white space and colons";
  const value = "as its value must be without line ends and NUL";
  const texts = "as its value must be a text or a list of them";
  const shape = "Cannot send 'headers' as they must be an object of names with texts";
  const cases: readonly (readonly [unknown, string])[] = [
    [{ [injection]: "x" }, `Cannot send the header "a\\r\\nPUB x 0\\r\\n" ${name}`],
    [{ "a:b": "x" }, `Cannot send the header "a:b" ${name}`],
    [{ "a b": "x" }, `Cannot send the header "a b" ${name}`],
    [{ "a\0": "x" }, `Cannot send the header "a\\u0000" ${name}`],
    [{ "": "x" }, `Cannot send the header "" ${name}`],
    [{ é: "x" }, `Cannot send the header "é" ${name}`],
    [{ ok: "x", Key: "secret\r\n" }, `Cannot send the header "Key" ${value}`],
    [{ Key: ["fine", "secret\n"] }, `Cannot send the header "Key" ${value}`],
    [{ Key: "secret\0" }, `Cannot send the header "Key" ${value}`],
    [{ Key: 5 }, `Cannot send the header "Key" ${texts}`],
    [{ Key: [null] }, `Cannot send the header "Key" ${texts}`],
    ["Key: secret", shape],
    [["Key", "secret"], shape],
    [new Map([["Key", "secret"]]), shape],
    [new Headers({ Key: "secret" }), shape],
    [null, shape],
  ];
  for (const [given, message] of cases) {
    const headers = anything<HeadersInit>(given);
    const refused = `invalid-header: ${message}`;
    assertEquals(await refusal(() => client.publish("s", "", { headers })), refused);
    assertEquals(await refusal(() => client.request("echo", "", { headers })), refused);
    await livesOn(client, message);
  }
});

Deno.test("bad payloads are refused, and the connection lives on", async () => {
  await using server = await startServer({ config });
  await using client = await echoing(server);
  const rule = (subject: string, shown: string) =>
    `invalid-option: Cannot publish to "${subject}" as 'data' must be a text or bytes ` +
    `(a Uint8Array): current value is ${shown}`;
  const cases: readonly (readonly [unknown, string])[] = [
    [5, "5"],
    [true, "true"],
    [null, "null"],
    [[1, 2], "a list"],
    [{ password: "secret" }, "of type object"],
    [new ArrayBuffer(2), "of type object"],
    [() => "x", "of type function"],
  ];
  for (const [value, shown] of cases) {
    const data = anything<Payload>(value);
    assertEquals(await refusal(() => client.publish("s", data)), rule("s", shown));
    assertEquals(await refusal(() => client.publishWhenReady("s", data)), rule("s", shown));
    assertEquals(await refusal(() => client.request("echo", data)), rule("echo", shown));
    await livesOn(client, shown);
  }
});

Deno.test("oversized messages are refused, headers included, and the connection lives on", async () => {
  await using server = await startServer({ config });
  await using client = await echoing(server);
  const large: readonly (() => unknown)[] = [
    () => client.publish("s", "x".repeat(1001)),
    () => client.publish("s", new Uint8Array(1001)),
    () => client.publish("s", "é".repeat(501)),
    () => client.publish("s", "", { headers: { Key: "x".repeat(1000) } }),
    () => client.publishWhenReady("s", "x".repeat(1001)),
    () => client.request("echo", "x".repeat(1001)),
  ];
  for (const [i, attempt] of large.entries()) {
    const text = await refusal(attempt);
    assertEquals(/^max-payload: Cannot publish to "\w+": .*takes 1000/.test(text), true, text);
    await livesOn(client, `${i}`);
  }
  await livesOn(client, "x".repeat(1000));
});

Deno.test("bad limits and callbacks are refused, and the connection lives on", async () => {
  await using server = await startServer({ config });
  await using client = await echoing(server);
  const waiting = client.subscribe("silent");
  for (const value of [NaN, -1, "5", null, Infinity, 2 ** 31, {}]) {
    const timeoutMs = anything<number>(value);
    const waits: readonly (() => unknown)[] = [
      () => client.request("echo", "", { timeoutMs }),
      () => client.requestMany("echo", "", { timeoutMs }),
      () => client.flush({ timeoutMs }),
      () => waiting.next({ timeoutMs }),
      () => client.publishWhenReady("s", "", { timeoutMs }),
    ];
    for (const wait of waits) {
      const text = await refusal(wait);
      assertEquals(
        /^invalid-option: Cannot \w+ as 'timeoutMs' must be milliseconds from 0 to /.test(text),
        true,
        text,
      );
    }
  }
  for (const name of ["max", "concurrency", "pendingMsgsLimit", "pendingBytesLimit", "callback"]) {
    const options = anything<SubscribeOptions>({ [name]: "1" });
    const rule = name === "callback" ? "a function" : "a whole number from 1";
    assertEquals(
      await refusal(() => client.subscribe("s", options)),
      `invalid-option: Cannot subscribe as '${name}' must be ${rule}: current value is "1"`,
    );
  }
  assertEquals(
    await refusal(() => client.requestMany("echo", "", { replies: 0 })),
    "invalid-option: Cannot request as 'replies' must be a whole number from 1: current value is 0",
  );
  assertEquals(
    await refusal(() => waiting.unsubscribe(Infinity)),
    "invalid-option: Cannot unsubscribe as 'max' must be a whole number from 1: current value is Infinity",
  );
  assertEquals(
    await refusal(() => client.flush({ signal: anything<AbortSignal>("now") })),
    "invalid-option: Cannot wait as 'signal' must be an AbortSignal: current value is \"now\"",
  );
  await livesOn(client, "limits");
});

Deno.test({
  name: "certificates that do not fit are refused by the name of their option",
  ignore: !webSocketSupported, // The original transport takes no client certificates.
  async fn() {
    await using server = await startServer({ tls: "mutual" });
    const { servers, tls } = { servers: server.url, tls: server.tls };
    assert(tls !== undefined);
    const { ca, cert, key, caFile, certFile, keyFile } = tls;
    const secret = key.slice(30, 60);
    const other = await tls.issue({ name: "other" });
    const cases: readonly (readonly [ConnectOptions["tls"], string])[] = [
      [{ ca: "secret", cert, key }, "invalid-option 'tls.ca'"],
      [{ ca, cert, key: cert }, "invalid-option 'tls.key'"],
      [{ ca, cert: key, key }, "invalid-option 'tls.cert'"],
      [{ caFile: `${caFile}.not`, certFile, keyFile }, "invalid-option 'tls.caFile'"],
      [{ caFile, certFile: keyFile, keyFile }, "invalid-option 'tls.certFile'"],
      [{ caFile, certFile }, "invalid-option 'tls.keyFile'"],
      [{ caFile, certFile, keyFile: other.keyFile }, "connection 'tls.keyFile'"],
      [{ certFile, keyFile }, "connection 'tls.caFile'"],
      [{ caFile }, "connection 'tls.certFile'"],
      [{ caFile, certFile, keyFile, serverName: "a.example" }, "connection 'tls.serverName'"],
    ];
    for (const [options = {}, expected] of cases) {
      const { code, message } = await assertRejects(
        () => connect({ servers, tls: options }),
        ClientError,
      );
      const [wanted, option = ""] = expected.split(" ");
      assertEquals([code, message.includes(option), message.includes(secret)], [
        wanted,
        true,
        false,
      ]);
    }
    await using client = await connect({ servers, tls: { caFile, cert, keyFile } });
    await client.flush();
  },
});

Deno.test("secrets in URLs and options are in no error of connecting", async () => {
  await using server = await startServer({
    config: 'authorization { users: [{ user: joe, password: "right" }] }',
  });
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const attempts: readonly ConnectOptions[] = [
    { servers: server.url.replace("//", "//joe:s3cr3t@") },
    { servers: server.url, user: "joe", password: "s3cr3t" },
    { servers: server.url, token: "s3cr3t" },
    { servers: `joe:s3cr3t@127.0.0.1:${port}` },
  ];
  for (const options of attempts) {
    const error = await assertRejects(() => connect(options), ClientError);
    const told: string[] = [];
    for (let it: unknown = error; it instanceof Error; it = it.cause) {
      told.push(Deno.inspect(it), JSON.stringify(it));
    }
    assertEquals(told.join("\n").includes("s3cr3t"), false, told.join("\n"));
  }
});
