// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch } from "@std/assert";
import { connect } from "../lib/client/mod.ts";
import { startServer } from "../lib/server/mod.ts";
import { runClient, startListening, written } from "./fake_client.ts";

Deno.test("sub shows messages until Ctrl-C, which is a good end", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const { io, outcome } = await startListening(["sub", "orders.>"], server.url);
  client.publish("orders.new", "tea\ntwo cups");
  client.publish("orders.paid", "", { headers: { Trace: "7", Tag: ["a", "b"] }, reply: "r" });
  client.publish("orders.sent", '{"n":1}', { headers: { Trace: "8" } });
  client.publish("orders.x", Uint8Array.of(0xff, 0));
  await written(io, /#4/);
  io.stop("SIGINT");
  assertEquals(await outcome, {
    code: 0,
    stdout: `[#1] orders.new, 12 B
tea
two cups

[#2] orders.paid, 0 B, reply to r
Trace: 7
Tag: a
Tag: b

[#3] orders.sent, 7 B
Trace: 8

{"n":1}

[#4] orders.x, 2 B
base64: /wA=

`,
    stderr: 'subscribed to "orders.>"; Ctrl-C ends\n',
  });
});

for (
  const [flags, expected] of [
    [["--raw"], "a\n\xff\nhi\n"],
    [["-r", "--type", "text"], "a\n\xff\nhi\n"],
    [["--raw", "--type", "bytes"], "a\xffhi"],
  ] as const
) {
  Deno.test(`sub ${flags.join(" ")} shows payloads alone`, async () => {
    await using server = await startServer();
    await using client = await connect({ servers: server.url });
    const { io, outcome } = await startListening(["sub", "--count", "3", ...flags], server.url);
    const bytes: number[] = [];
    io.stdout.write = (text) => void bytes.push(...new TextEncoder().encode(text));
    io.stdout.writeBytes = (data) => void bytes.push(...data);
    for (const data of ["a", Uint8Array.of(0xff), "hi"]) client.publish("hello", data);
    await outcome;
    assertEquals(String.fromCharCode(...bytes), expected);
  });
}

Deno.test("sub --json shows a line of JSON for each message", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const before = Date.now();
  const { outcome } = await startListening(["sub", "--json", "--count", "3"], server.url);
  client.publish("hello", "a\nb", { headers: { Trace: "7" }, reply: "r" });
  client.publish("hello", "");
  client.publish("hello", Uint8Array.of(0xff));
  const { code, stdout } = await outcome;
  assertEquals(code, 0);
  const lines: { at: string }[] = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(lines.map(({ at, ...rest }) => [Date.parse(at) >= before - 1000, rest]), [
    [true, { subject: "hello", reply: "r", headers: { Trace: ["7"] }, data: "a\nb" }],
    [true, { subject: "hello", data: "" }],
    [true, { subject: "hello", base64: "/w==" }],
  ]);
});

Deno.test("sub --json --type gives the value, and fails at the end for what is none", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const type = "natsrig.echo.v1.EchoRequest";
  const args = ["sub", "--json", "--type", type, "--count", "2"];
  const { outcome } = await startListening(args, server.url);
  client.publish("hello", Uint8Array.of(0xff));
  client.publish("hello", "\n\x02hi");
  const { code, stdout, stderr } = await outcome;
  const [bad, good] = stdout.split("\n").map((line): { data?: unknown; error?: string } =>
    line === "" ? {} : JSON.parse(line)
  );
  assertEquals(good?.data, { message: "hi" });
  assertMatch(bad?.error ?? "", new RegExp(`^Cannot decode 1 B as ${type}: `));
  assertEquals(stderr.split("\n")[1], `error: ${bad?.error}`);
  assertEquals(code, 1);
});

Deno.test("sub --type shows JSON in lines", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const { outcome } = await startListening(["sub", "--type", "json", "--count", "1"], server.url);
  client.publish("hello", '{"n":1}');
  assertEquals((await outcome).stdout, '[#1] hello, 7 B\n{\n  "n": 1\n}\n\n');
});

Deno.test("sub leaves a terminal nothing to obey", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const { io, outcome } = await startListening(["sub", "--count", "1"], server.url);
  Object.assign(io.stdout, { terminal: true });
  client.publish("hello", "a\x1b[2Jb\tc\r\n\x07", { headers: { X: "\x1b]0;x" } });
  assertEquals((await outcome).stdout, "[#1] hello, 11 B\nX: ␛]0;x\n\na␛[2Jb\tc␍\n␇\n\n");
});

Deno.test("sub drops none of many messages", async () => {
  await using server = await startServer();
  const { io, outcome } = await startListening(["sub", "--raw", "--count", "100000"], server.url);
  let lines = 0;
  io.stdout.write = (text) => void (lines += text === "\n" ? 1 : 0);
  await runClient(["pub", "--count", "100000"], server.url);
  const { code, stderr } = await outcome;
  assertEquals([code, lines], [0, 100_000]);
  assertEquals(stderr, 'subscribed to "hello"; Ctrl-C ends\n');
});

Deno.test("sub --count takes no more than that from its queue group", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const own = client.subscribe("hello", { queue: "q" });
  await own.confirmed();
  const args = ["sub", "--queue", "q", "--count", "5", "--raw"];
  const { outcome } = await startListening(args, server.url);
  for (let i = 0; i < 100; i++) client.publish("hello", `${i}`);
  const { code, stdout } = await outcome;
  await client.flush();
  assertEquals([code, stdout.trimEnd().split("\n").length, own.received], [0, 5, 95]);
});

for (
  const [flags, code, stderr] of [
    [["--timeout", "50ms"], 0, ""],
    [["--timeout", "50ms", "--count", "2"], 1, "error: 0 of 2 messages came within 50ms\n"],
  ] as const
) {
  Deno.test(`sub ${flags.join(" ")} ends with ${code}`, async () => {
    await using server = await startServer();
    assertEquals(await runClient(["sub", ...flags], server.url), {
      code,
      stdout: "",
      stderr: `subscribed to "hello"; Ctrl-C ends\n${stderr}`,
    });
  });
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`sub --count exits with ${code} where ${signal} comes before the last`, async () => {
    await using server = await startServer();
    const { io, outcome } = await startListening(["sub", "--count", "1"], server.url);
    io.stop(signal);
    assertEquals((await outcome).code, code);
  });
}

Deno.test("sub tells of a lost connection and the next one, and goes on", async () => {
  await using server = await startServer();
  const { io, outcome } = await startListening(["sub", "--raw", "--count", "1"], server.url);
  await server.kill();
  await written(io, /^disconnected from 127\.0\.0\.1:\d+; reconnecting$/m);
  await server.restart();
  await written(io, /^reconnected to 127\.0\.0\.1:\d+$/m);
  await using client = await connect({ servers: server.url });
  client.publish("hello", "again");
  const { code, stdout } = await outcome;
  assertEquals([code, stdout], [0, "again\n"]);
});

Deno.test("sub ends at once at Ctrl-C where there is no connection", async () => {
  await using server = await startServer();
  const { io, outcome } = await startListening(["sub"], server.url);
  await server.kill();
  await written(io, /^disconnected /m);
  io.stop("SIGINT");
  const { code, stderr } = await outcome;
  assertEquals([code, /error/.test(stderr)], [0, false]);
});

Deno.test("sub fails where the server refuses the subscription, and says so once", async () => {
  await using server = await startServer({
    config:
      'authorization: { users: [{ user: al, password: pw, permissions: { subscribe: "ok" } }] }',
  });
  const args = ["sub", "no", "--user", "al", "--password", "pw"];
  const { code, stdout, stderr } = await runClient(args, server.url);
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, /^error: .*Subscription to "no".*\n$/);
});

Deno.test("sub exits with 3 where the server lets it in no more", async () => {
  const config = (password: string) => `authorization: { user: al, password: ${password} }`;
  await using server = await startServer({ config: config("old") });
  const args = ["sub", "--user", "al", "--password", "old"];
  const { outcome } = await startListening(args, server.url);
  await server.reload({ config: config("new") });
  const { code, stderr } = await outcome;
  assertEquals(code, 3);
  assertMatch(stderr, /\ndisconnected from .*\n(?:error: .*\n)+$/);
  assertEquals(stderr.includes("old"), false);
});

Deno.test("sub tells of a server that is going to shut down", async () => {
  await using server = await startServer({
    config: "lame_duck_duration: 30s\nlame_duck_grace_period: 1s",
  });
  const { io, outcome } = await startListening(["sub"], server.url);
  await server.lameDuck();
  await written(io, /^127\.0\.0\.1:\d+ is going to shut down$/m);
  io.stop("SIGINT");
  assertEquals((await outcome).code, 0);
});

for (
  const [args, stderr] of [
    [["a.>.b"], 'error: Cannot subscribe to "a.>.b" as it must be a subject with `>` at its end'],
    [["--json", "--raw"], "error: --json and --raw do not go together\n"],
    [["--count", "0"], "error: --count must be a whole number from 1"],
    [["--timeout", "5"], "error: --timeout must be a duration such as"],
    [["-d", "x"], 'error: unknown flag "-d"'],
  ] as const
) {
  Deno.test(`sub refuses ${args.join(" ")}`, async () => {
    const outcome = await runClient(["sub", ...args], "nats://127.0.0.1:1");
    assertEquals([outcome.code, outcome.stderr.slice(0, stderr.length)], [2, stderr]);
  });
}
