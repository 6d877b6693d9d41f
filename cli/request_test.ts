// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch } from "@std/assert";
import { connect } from "../lib/client/mod.ts";
import { startServer } from "../lib/server/mod.ts";
import { runClient } from "./fake_client.ts";
import { fakeIo } from "./fake_io.ts";
import { main } from "./main.ts";

Deno.test("request shows the reply, and how long it took", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const service = client.subscribe("greet.*", {
    callback: (message) =>
      message.respond(`hello, ${message.subject}: ${message.text()}`, { headers: { Lang: "en" } }),
  });
  await service.confirmed();
  const plain = await runClient(["request", "greet.joe", "-d", "hi"], server.url);
  assertMatch(
    plain.stdout,
    /^\[#1\] 20 B, after [\d.]+m?s\nLang: en\n\nhello, greet\.joe: hi\n\n$/,
  );
  assertEquals([plain.code, plain.stderr], [0, ""]);
  const raw = await runClient(["request", "greet.sue", "--raw"], server.url);
  assertEquals(raw, { code: 0, stdout: "hello, greet.sue: hello world\n", stderr: "" });
  const json = await runClient(["request", "greet.x", "--json", "-d", ""], server.url);
  const { data, headers, rttMs }: { data: string; headers: unknown; rttMs: number } = JSON.parse(
    json.stdout,
  );
  assertEquals([data, headers, rttMs > 0], ["hello, greet.x: ", { Lang: ["en"] }, true]);
});

Deno.test("request encodes and decodes messages", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const service = client.subscribe("echo", {
    callback: (message) => message.respond(message.data),
  });
  await service.confirmed();
  const args = ["request", "echo", "--raw", "--count", "2", "-d", '{"message":"no. ${i}"}'];
  const types = ["--type", "natsrig.echo.v1.EchoRequest"];
  const reply = ["--reply-type", "natsrig.echo.v1.EchoResponse"];
  assertEquals(
    (await runClient([...args, ...types, ...reply], server.url)).stdout,
    '{"message":"no. 1","cached":false}\n{"message":"no. 2","cached":false}\n',
  );
  const wrong = await runClient(
    ["request", "echo", "--raw", "-d", "{", "--reply-type", "json"],
    server.url,
  );
  assertEquals([wrong.code, wrong.stdout], [1, "{\n"]);
  assertMatch(wrong.stderr, /^error: Cannot decode 1 B as json: /);
});

for (
  const [flags, stdout, stderr] of [
    [["--replies", "2"], "a\nb\n", /^$/],
    [["--replies", "0", "--timeout", "200ms"], "a\nb\n", /^$/],
    [
      ["--replies", "3", "--timeout", "200ms"],
      "a\nb\n",
      /^error: 2 of 3 replies to "all" came within 200ms\n$/,
    ],
  ] as const
) {
  Deno.test(`request ${flags.join(" ")} takes the replies of several`, async () => {
    await using server = await startServer();
    await using client = await connect({ servers: server.url });
    for (const name of ["a", "b"]) {
      await client.subscribe("all", { callback: (message) => message.respond(name) }).confirmed();
    }
    const outcome = await runClient(["request", "all", "--raw", ...flags], server.url);
    assertEquals(outcome.stdout.split("\n").sort(), stdout.split("\n").sort());
    assertMatch(outcome.stderr, stderr);
    assertEquals(outcome.code, outcome.stderr === "" ? 0 : 1);
  });
}

Deno.test("request fails without a responder, and without a reply in time", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  await client.subscribe("silent").confirmed();
  const nobody = await runClient(["request", "nobody"], server.url);
  assertEquals([nobody.code, nobody.stdout], [1, ""]);
  assertMatch(nobody.stderr, /^error: .*"nobody".*start a responder\n$/);
  const late = await runClient(["request", "silent", "--timeout", "50ms"], server.url);
  assertEquals([late.code, late.stdout], [1, ""]);
  assertMatch(late.stderr, /^error: Waited 50ms for a reply on "silent".*\n$/);
  const none = await runClient(
    ["request", "silent", "--replies", "0", "--timeout", "50ms"],
    server.url,
  );
  assertEquals([none.code, none.stdout], [1, ""]);
  assertMatch(none.stderr, /^error: no reply to "silent" came within 50ms\n$/);
});

Deno.test("request goes on after a failed one, and fails at the end", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const service = client.subscribe("odd", {
    callback: (message) => {
      if (message.text() !== "2") message.respond(message.data);
    },
  });
  await service.confirmed();
  const args = ["request", "odd", "-d", "${i}", "--count", "3", "--raw", "--timeout", "200ms"];
  const { code, stdout } = await runClient(args, server.url);
  assertEquals([code, stdout], [1, "1\n3\n"]);
});

Deno.test("request ends at Ctrl-C", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const io = fakeIo();
  const silent = client.subscribe("hello", { callback: () => io.stop("SIGINT") });
  await silent.confirmed();
  assertEquals(await main(["request", "--timeout", "1h", "-s", server.url], io), 130);
  assertEquals(io.written.stderr, "");
});

Deno.test("request fails where the server forbids it, and says so once", async () => {
  await using server = await startServer({
    config:
      'authorization: { users: [{ user: al, password: pw, permissions: { publish: "ok" } }] }',
  });
  const args = ["request", "no", "--user", "al", "--password", "pw", "--timeout", "5s"];
  const { code, stderr } = await runClient(args, server.url);
  assertEquals(code, 1);
  assertMatch(stderr, /^error: .*Publish to "no".*\n$/);
});

Deno.test("request refuses --replies that are no number", async () => {
  const outcome = await runClient(["request", "--replies", "all"], "nats://127.0.0.1:1");
  assertEquals(outcome, {
    code: 2,
    stdout: "",
    stderr: 'error: --replies must be a whole number from 0: current value is "all"\n',
  });
});
