// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ClientError, connect } from "../lib/client/mod.ts";
import { startServer } from "../lib/server/mod.ts";
import { runClient, startListening } from "./fake_client.ts";

for (
  const [name, args, request, answer] of [
    ["hello world", [], "hi", "hello world"],
    ["with variables", ["-d", "${i} ${subject} ${token.2} ${data}"], "hi", "1 greet.joe joe hi"],
    ["with the request alone", ["-d", "${data}"], '{"a":1}', '{"a":1}'],
    ["with a field of JSON", ["-d", "id ${data.user.id}"], '{"user":{"id":7}}', "id 7"],
    ["with a part of JSON", ["-d", "${data.user}"], '{"user":{"id":7}}', '{"id":7}'],
    ["as it came", ["--echo"], "\0x", "\0x"],
    [
      "with JSON made of JSON",
      ["--type", "json", "--reply-type", "json", "-d", '{"n":"${i}","d":"${data}"}'],
      '{"a":[1]}',
      '{"n":1,"d":{"a":[1]}}',
    ],
    [
      "with a message made of a message",
      [
        ...["--type", "natsrig.echo.v1.EchoRequest"],
        ...["--reply-type", "natsrig.echo.v1.EchoResponse"],
        ...["-d", '{"message":"echo ${data.message}","cached":true}'],
      ],
      "\n\x02hi",
      "\n\x07echo hi\x10\x01",
    ],
  ] as const
) {
  Deno.test(`reply answers ${name}`, async () => {
    await using server = await startServer();
    await using client = await connect({ servers: server.url });
    const { outcome } = await startListening(
      ["reply", "greet.*", "--count", "1", ...args],
      server.url,
    );
    const reply = await client.request("greet.joe", request, { timeoutMs: 5000 });
    assertEquals(reply.text(), answer);
    assertEquals((await outcome).code, 0);
  });
}

Deno.test("reply shows requests, and sends headers", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const args = ["reply", "--raw", "-H", "N:${i}", "-H", "For:${data}", "--count", "2"];
  const { outcome } = await startListening(args, server.url);
  const headers = [];
  for (const data of ["a", "b"]) {
    headers.push((await client.request("hello", data, { timeoutMs: 5000 })).headers);
  }
  assertEquals(headers, [{ N: ["1"], For: ["a"] }, { N: ["2"], For: ["b"] }]);
  assertEquals(await outcome, {
    code: 0,
    stdout: "a\nb\n",
    stderr: 'subscribed to "hello"; Ctrl-C ends\n',
  });
});

Deno.test("reply --count leaves nobody for a further request", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const { outcome } = await startListening(["reply", "--count", "1"], server.url);
  await client.request("hello", "", { timeoutMs: 5000 });
  const refused = await assertRejects(() => client.request("hello"), ClientError);
  assertEquals(refused.code, "no-responders");
  await outcome;
});

Deno.test("reply tells what awaits no answer and what it cannot answer, and goes on", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const { io, outcome } = await startListening(["reply", "-d", "${data.id}"], server.url);
  client.publish("hello", "no request");
  for (const data of ["not JSON", "{}", Uint8Array.of(0xff)]) {
    client.publish("hello", data, { reply: "answers" });
  }
  assertEquals((await client.request("hello", '{"id":7}', { timeoutMs: 5000 })).text(), "7");
  io.stop("SIGINT");
  const { code, stderr } = await outcome;
  const [, note, ...errors] = stderr.trimEnd().split("\n");
  assertEquals(note, "message #1 awaits no answer");
  const cannot = 'error: Cannot answer a request on "hello": ';
  assertEquals(errors.map((error) => error.slice(0, cannot.length + 11)), [
    `${cannot}Cannot deco`,
    `${cannot}\${data.id} `,
    `${cannot}Cannot deco`,
  ]);
  assertEquals(code, 1);
});

Deno.test("reply answers the requests that have come when Ctrl-C does", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const { io, outcome } = await startListening(["reply", "--echo", "--raw"], server.url);
  const requests = Array.from(
    { length: 500 },
    (_, i) => client.request("hello", `${i}`, { timeoutMs: 5000 }),
  );
  await client.flush();
  io.stop("SIGINT");
  const replies = await Promise.all(requests);
  assertEquals(replies.map((reply) => reply.text()), requests.map((_, i) => `${i}`));
  assertEquals((await outcome).code, 0);
});

for (
  const [args, stderr] of [
    [["--echo", "-d", "x"], "error: --echo and --data do not go together\n"],
    [["--echo", "--reply-type", "json"], "error: --echo and --reply-type do not go together\n"],
    [
      ["-d", "${name}"],
      "error: --data: there is no variable ${name}\n" +
      "  help: there are ${data}, ${subject}, ${token}, ${i}; a literal ${ is written $${\n",
    ],
    [["--type", "json", "--reply-type", "jsn"], 'error: there is no payload type "jsn"\n'],
  ] as const
) {
  Deno.test(`reply refuses ${args.join(" ")}`, async () => {
    const outcome = await runClient(["reply", ...args], "nats://127.0.0.1:1");
    assertEquals([outcome.code, outcome.stderr.slice(0, stderr.length)], [2, stderr]);
  });
}

Deno.test("reply and request of the command line understand each other", async () => {
  await using server = await startServer();
  const { outcome } = await startListening(
    ["reply", "sum", "--json", "--type", "json", "--count", "1", "--echo"],
    server.url,
  );
  const asked = await runClient(
    ["request", "sum", "--type", "json", "-d", "[1,2]", "--reply-type", "json", "--raw"],
    server.url,
  );
  assertEquals(asked, { code: 0, stdout: "[1,2]\n", stderr: "" });
  assertMatch((await outcome).stdout, /"data":\[1,2\]/);
});
