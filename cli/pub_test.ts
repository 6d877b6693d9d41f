// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch } from "@std/assert";
import { connect } from "../lib/client/mod.ts";
import { startServer } from "../lib/server/mod.ts";
import { runClient, startListening } from "./fake_client.ts";
import { fakeIo } from "./fake_io.ts";
import { main } from "./main.ts";

const closedPort = "nats://127.0.0.1:1";

Deno.test("pub publishes hello world to hello", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const subscription = client.subscribe("hello");
  await subscription.confirmed();
  assertEquals(await runClient(["pub"], server.url), {
    code: 0,
    stdout: "",
    stderr: 'published 1 to "hello"\n',
  });
  const message = await subscription.next({ timeoutMs: 5000 });
  assertEquals([message.text(), message.headers, message.reply], [
    "hello world",
    undefined,
    undefined,
  ]);
});

for (
  const [name, args, payloads] of [
    ["text", ["-d", "tea"], ["tea"]],
    ["nothing", ["-d", ""], [""]],
    ["numbered text", ["-d", "no. ${i}", "--count", "3"], ["no. 1", "no. 2", "no. 3"]],
    ["a number alone", ["-d", "${i}", "--count", "2"], ["1", "2"]],
    ["a literal variable", ["-d", "$${i}"], ["${i}"]],
    ["a file as it is", ["-d", "@order.txt"], ["price: ${i}\n"]],
    ["stdin as it is", ["--data", "-"], ["from ${i} stdin"]],
    ["JSON, compactly", ["--type", "json", "-d", '{ "n": "${i}" }'], ['{"n":1}']],
    ["the preset as JSON", ["--type", "json"], ['"hello world"']],
    ["an empty message", ["--type", "natsrig.echo.v1.EchoRequest"], [""]],
    [
      "a message",
      ["--type", "natsrig.echo.v1.EchoRequest", "-d", '{"message":"hi"}'],
      ["\n\x02hi"],
    ],
    [
      "a message of a .proto file",
      ["--type", "shop.Order", "--proto", "shop.proto", "-d", '{"item":"tea"}'],
      ["\n\x03tea"],
    ],
  ] as const
) {
  Deno.test(`pub publishes ${name}`, async () => {
    const cwd = await Deno.makeTempDir({ prefix: "natsrig-cli-" });
    await Deno.writeTextFile(`${cwd}/order.txt`, "price: ${i}\n");
    await Deno.writeTextFile(
      `${cwd}/shop.proto`,
      'syntax = "proto3";\npackage shop;\nmessage Order { string item = 1; }\n',
    );
    const stdin = [new TextEncoder().encode("from ${i} "), new TextEncoder().encode("stdin")];
    await using server = await startServer();
    await using client = await connect({ servers: server.url });
    const subscription = client.subscribe("orders", { max: payloads.length });
    await subscription.confirmed();
    const { code } = await runClient(["pub", "orders", ...args], server.url, { cwd, stdin });
    const received: string[] = [];
    for await (const message of subscription) received.push(message.text());
    assertEquals({ code, received }, { code: 0, received: [...payloads] });
    await Deno.remove(cwd, { recursive: true });
  });
}

Deno.test("pub sends headers, several of a name too, and a reply subject", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const subscription = client.subscribe("hello");
  await subscription.confirmed();
  const headers = ["-H", "Trace: 7", "-HTag:a", "--header", "Tag:b:c", "-H", "N:${i}"];
  await runClient(["pub", ...headers, "--reply", "answers"], server.url);
  const message = await subscription.next({ timeoutMs: 5000 });
  assertEquals(message.headers, { Trace: ["7"], Tag: ["a", "b:c"], N: ["1"] });
  assertEquals(message.reply, "answers");
});

for (
  const [args, stderr] of [
    [["a.*"], 'error: Cannot publish to "a.*" as it must be a subject without wildcards\n'],
    [
      ["hello", "text"],
      'error: unexpected argument "text"\n  help: what to send is given with --data\n',
    ],
    [["-H", "Trace"], 'error: --header must be NAME:VALUE: current value is "Trace"\n'],
    [
      ["-d", "${n}"],
      "error: --data: there is no variable ${n}\n" +
      "  help: there are ${i}; a literal ${ is written $${\n",
    ],
    [
      ["-H", "N:${"],
      'error: --header: "${" is not a variable\n' +
      "  help: there are ${i}; a literal ${ is written $${\n",
    ],
    [
      ["--type", "jsn"],
      'error: there is no payload type "jsn"\n  help: did you mean "json"?\n',
    ],
    [
      ["--type", "EchoRequest"],
      'error: there is no payload type "EchoRequest"\n' +
      '  help: did you mean "natsrig.echo.v1.EchoRequest"?\n',
    ],
    [
      ["--type", "shop.Order"],
      'error: there is no payload type "shop.Order"\n  help: ' +
      "bytes, json, text, or a message by its full name, its file given with --proto\n",
    ],
    [
      ["--proto", "shop.proto"],
      "error: --proto needs --type\n  help: --type names the message in it\n",
    ],
    [
      ["--proto", "gone.proto", "--type", "shop.Order"],
      'error: --proto: there is no file "gone.proto"\n',
    ],
    [
      ["--type", "natsrig.echo.v1.EchoRequest", "-d", '{"mesage":1}'],
      'error: Cannot encode as natsrig.echo.v1.EchoRequest: key "mesage" is unknown\n',
    ],
    [
      ["--type", "json", "-d", "-"],
      "error: --data: Cannot decode 2 B as json: not UTF-8\n",
    ],
    [["--timeout", "600h"], 'error: --timeout must be 596h or less: current value is "600h"\n'],
    [["--tlscert", "a.pem"], "error: --tlscert and --tlskey go together\n"],
    [["-d", "@gone"], "error: --data @gone cannot be read: "],
    [["--type", "json", "-d", "{n}"], "error: --data must be JSON for the type json: "],
    [
      ["--creds", "gone.creds"],
      "error: Cannot connect as 'creds' must be ",
    ],
    [["-s", "http://x"], "error: Cannot connect as 'servers' must be "],
  ] as const
) {
  Deno.test(`pub refuses ${args.join(" ")}`, async () => {
    const stdin = [Uint8Array.of(0xff, 0x00)];
    const outcome = await runClient(["pub", ...args], closedPort, { stdin });
    assertEquals({ code: outcome.code, stdout: outcome.stdout }, { code: 2, stdout: "" });
    if (stderr.endsWith("\n")) assertEquals(outcome.stderr, stderr);
    else assertEquals(outcome.stderr.slice(0, stderr.length), stderr);
  });
}

Deno.test("pub tells where in a .proto file a mistake is", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "natsrig-cli-" });
  await Deno.writeTextFile(
    `${cwd}/shop.proto`,
    'syntax = "proto3";\nmessage Order { strin x = 1; }',
  );
  const args = ["pub", "--type", "Order", "--proto", "shop.proto"];
  const { code, stderr } = await runClient(args, closedPort, { cwd });
  assertEquals(code, 2);
  assertMatch(stderr, /shop\.proto:2:17: /);
  await Deno.remove(cwd, { recursive: true });
});

Deno.test("pub exits with 3 where no server answers", async () => {
  const { code, stdout, stderr } = await runClient(["pub"], closedPort);
  assertEquals([code, stdout], [3, ""]);
  assertMatch(stderr, /^error: Cannot connect to nats:\/\/127\.0\.0\.1:1: .*refused.*\n$/);
});

Deno.test("pub hides the password of a URL that it cannot connect to", async () => {
  const { code, stderr } = await runClient(["pub"], "nats://al:s3cret@127.0.0.1:1");
  assertEquals([code, stderr.includes("s3cret")], [3, false]);
});

Deno.test("pub fails where the server forbids the subject", async () => {
  await using server = await startServer({
    config:
      'authorization: { users: [{ user: al, password: pw, permissions: { publish: "ok" } }] }',
  });
  const login = ["--user", "al", "--password", "pw"];
  const refused = await runClient(["pub", "no", "--count", "3", ...login], server.url);
  assertEquals([refused.code, refused.stdout], [1, ""]);
  assertMatch(refused.stderr, /^error: .*Publish to "no".*\n$/);
  assertEquals((await runClient(["pub", "ok", ...login], server.url)).code, 0);
});

Deno.test("pub fails where the payload is larger than the server allows", async () => {
  await using server = await startServer({ config: "max_payload: 1KiB" });
  const outcome = await runClient(["pub", "-d", "x".repeat(2000)], server.url);
  assertEquals(outcome.code, 1);
  assertMatch(outcome.stderr, /^error: .*2000 bytes.*1024.*\n$/);
});

for (const header of ["A:b\r\nC:d", " :x", "Ä:x"]) {
  Deno.test(`pub refuses the header ${JSON.stringify(header)}`, async () => {
    await using server = await startServer();
    const { code, stdout, stderr } = await runClient(["pub", "-H", header], server.url);
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^error: .*header.*\n$/);
  });
}

Deno.test("pub keeps to its interval, until Ctrl-C", async () => {
  await using server = await startServer();
  const listener = await startListening(["sub", "--raw"], server.url);
  const io = fakeIo();
  listener.io.onStdout = (text) => {
    if (text === "1\n2\n") io.stop("SIGINT");
  };
  const args = ["pub", "-d", "${i}", "--count", "1000", "--interval", "200ms", "-s", server.url];
  assertEquals(await main(args, io), 130);
  assertEquals(io.written.stderr, 'published 2 of 1000 to "hello"\n');
  listener.io.stop("SIGINT");
  assertEquals((await listener.outcome).stdout, "1\n2\n");
});

Deno.test("pub ends at Ctrl-C while it reads stdin", async () => {
  const stdin = new ReadableStream<Uint8Array>();
  const io = { ...fakeIo(), stdin: () => stdin };
  const stopping = fakeIo();
  const code = main(["pub", "-d", "-"], { ...io, onStop: stopping.onStop });
  await new Promise((resolve) => setTimeout(resolve, 100));
  stopping.stop("SIGTERM");
  assertEquals(await code, 143);
});

Deno.test("pub exits at once at the second Ctrl-C", async () => {
  const io = fakeIo();
  const stdin = new ReadableStream<Uint8Array>({ cancel: () => new Promise(() => {}) });
  main(["pub", "-d", "-"], { ...io, stdin: () => stdin });
  await new Promise((resolve) => setTimeout(resolve, 100));
  io.stop("SIGINT");
  io.stop("SIGINT");
  assertEquals(io.exits, [130]);
});
