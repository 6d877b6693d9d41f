// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { connect } from "../lib/client/mod.ts";
import { ensureStream } from "../lib/client/stream/mod.ts";
import { startServer } from "../lib/server/mod.ts";
import { until } from "../lib/server/test_until.ts";
import { type FakeIo, fakeIo } from "./fake_io.ts";
import { written } from "./fake_client.ts";
import { main } from "./main.ts";

type Env = { readonly [name: string]: string };

/** A module that exports Routers. */
function moduleOf(...lines: readonly string[]): string {
  return ['import { Router } from "@natsrig/natsrig/app";', ...lines, ""].join("\n");
}

const types = '{ send: "text", reply: "text" }';
const hello = moduleOf(
  "export default new Router()",
  `  .on("hello.:name", ${types}, (text, { params }) => \`\${text}, \${params.name}\`);`,
);

/** A folder with modules, and `natsrig app` in it. */
class TestApp implements AsyncDisposable {
  readonly folder: string;
  readonly io: FakeIo;
  readonly code: Promise<number>;

  private constructor(folder: string, args: readonly string[], env: Env) {
    this.folder = folder;
    this.io = fakeIo({ cwd: folder, env });
    this.code = main(["app", ...args], this.io);
  }

  static async start(files: Env, args: readonly string[], env: Env): Promise<TestApp> {
    const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "natsrig-cli-" }));
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    return new TestApp(folder, args, env);
  }

  get stderr(): string {
    return this.io.written.stderr;
  }

  async end(): Promise<number> {
    this.io.stop("SIGINT");
    return await this.code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
    await Deno.remove(this.folder, { recursive: true });
  }
}

Deno.test("app serves a module's Router, and ends in good order at Ctrl-C", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const slow = moduleOf(
    `export default new Router().on("slow", ${types}, async (text) => {`,
    "  await new Promise((resolve) => setTimeout(resolve, 300));",
    "  return text;",
    "});",
  );
  await using app = await TestApp.start({ "main.ts": slow }, ["main.ts", "-s", server.url], {});
  await written(app.io, /serving as "natsrig-app" subjects=\["slow"\]\n/);
  const answer = client.request("slow", "hi", { timeoutMs: 20_000 });
  await client.flush();
  assertEquals([await app.end(), (await answer).text()], [0, "hi"]);
  assert(/ended in good order\n$/.test(app.stderr), app.stderr);
  assertEquals(app.io.written.stdout, "");
  await until(async () => (await server.monitor("connz")).num_connections === 1);
});

Deno.test("app takes the default export of a module, or else all Routers, of several files", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const files = {
    "one.ts": `${hello}export const other = new Router().on("other", { send: "text" }, () => {});`,
    "two.ts": moduleOf(
      "export const size = 2;",
      `export const a = new Router().on("a", ${types}, () => "A");`,
      `export const b = new Router().on("b", ${types}, () => "B");`,
      "export { a as again };",
    ),
  };
  const args = ["one.ts", "two.ts", "--log", "json", "--queue", "none"];
  const env = { NATSRIG_APP_NAME: "shop", NATSRIG_APP_QUEUE: "env", NATS_URL: server.url };
  await using app = await TestApp.start(files, [...args, "-s", server.url], env);
  await written(app.io, /serving/);
  const { subjects, level } = JSON.parse(app.stderr);
  assertEquals([subjects, level], [["hello.*", "a", "b"], "info"]);
  const texts = await Promise.all(
    ["hello.joe", "a", "b"].map(async (subject) =>
      (await client.request(subject, "hi", { timeoutMs: 20_000 })).text()
    ),
  );
  assertEquals(texts, ["hi, joe", "A", "B"]);
  const info = (await client.request("$SRV.INFO.shop", "", { timeoutMs: 20_000 })).text();
  assertEquals(JSON.parse(info).endpoints.map((it: { queue_group: string }) => it.queue_group), [
    "",
    "",
    "",
  ]);
});

for (
  const [name, args, files, code, stderr] of [
    ["no file", [], {}, 2, /^error: no file is given\n {2}help: natsrig app FILE/],
    ["a file that is not there", ["none.ts"], {}, 2, /^error: none\.ts cannot be loaded: /],
    ["a broken module", ["a.ts"], { "a.ts": "let = ;" }, 2, /^error: a\.ts cannot be loaded: /],
    [
      "a module that throws",
      ["a.ts"],
      { "a.ts": "throw new Error('boom');" },
      2,
      /^error: a\.ts cannot be loaded: boom\n$/,
    ],
    [
      "a module without a Router",
      ["a.ts"],
      { "a.ts": "export const x = 1, y = {};" },
      2,
      /^error: a\.ts exports no Router\n {2}help: it exports x, y\n$/,
    ],
    ["a module without exports", ["a.ts"], { "a.ts": "" }, 2, /^error: a\.ts exports no Router\n/],
    ["a bad queue", ["a.ts", "--queue", "a b"], { "a.ts": hello }, 2, /^error: .*"queue" must be /],
    ["a bad format", ["a.ts", "--log", "xml"], { "a.ts": hello }, 2, /^error: --log cannot be /],
    ["a bad count", ["a.ts", "--concurrency", "0"], {}, 2, /^error: --concurrency must be /],
    ["no server", ["a.ts"], { "a.ts": hello }, 3, /^error: .*is the server running/],
  ] as const
) {
  Deno.test(`app refuses ${name}`, async () => {
    const env = { NATS_URL: "nats://127.0.0.1:1" };
    await using app = await TestApp.start(files, args, env);
    assertEquals(await app.code, code);
    assert(stderr.test(app.stderr), app.stderr);
  });
}

Deno.test("app keeps what handlers give the outbox, and shares the cache of a bucket", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  const main = moduleOf(
    "let computed = 0;",
    "export default new Router()",
    `  .on("order", ${types}, async (text, { outbox }) => {`,
    '    await outbox.publish("orders.new", text);',
    '    return "kept";',
    "  })",
    `  .on("price", ${types}, async (_, { cache }) =>`,
    '    `${(await cache.getOrCompute("price", () => ++computed)).from}`);',
  );
  const args = ["main.ts", "--outbox", "outbox.db", "--cache", "prices", "-s", server.url];
  const ask = async (subject: string) =>
    (await client.request(subject, "tea", { timeoutMs: 20_000 })).text();
  await using app = await TestApp.start({ "main.ts": main }, args, {});
  await written(app.io, /serving as/);
  // There is no stream yet.
  assertEquals([await ask("order"), await ask("price"), await ask("price")], [
    "kept",
    "computed",
    "cache",
  ]);
  assertEquals(await app.end(), 0);
  await ensureStream(client, { name: "ORDERS", subjects: ["orders.>"] });
  const arrived = client.once("orders.new", { timeoutMs: 20_000 });
  const env = { NATSRIG_APP_OUTBOX: `${app.folder}/outbox.db`, NATSRIG_APP_CACHE: "prices" };
  await using again = await TestApp.start({ "main.ts": main }, ["main.ts", "-s", server.url], env);
  await written(again.io, /serving as/);
  assertEquals([(await arrived).text(), await ask("price")], ["tea", "cache"]);
});

Deno.test("app refuses an outbox that another one has, and a bucket that is none", async () => {
  await using server = await startServer({ jetstream: true });
  const args = ["main.ts", "-s", server.url];
  await using first = await TestApp.start({ "main.ts": hello }, [...args, "--outbox", "o.db"], {});
  await written(first.io, /serving as/);
  const path = `${first.folder}/o.db`;
  await using second = await TestApp.start({ "main.ts": hello }, [...args, "--outbox", path], {});
  assertEquals(await second.code, 3);
  assert(second.stderr.startsWith("error: "), second.stderr);
  await using third = await TestApp.start({ "main.ts": hello }, [...args, "--cache", "a b"], {});
  assertEquals(await third.code, 2, third.stderr);
});

Deno.test("app refuses a bad format of the environment by the variable's name", async () => {
  const env = { NATS_URL: "nats://127.0.0.1:1", NATSRIG_APP_LOG: "xml" };
  await using app = await TestApp.start({ "a.ts": hello }, ["a.ts"], env);
  assertEquals(await app.code, 2);
  assertEquals(app.stderr.split("\n")[0], 'error: NATSRIG_APP_LOG cannot be "xml"');
});

Deno.test("app --watch starts anew when a file changes, and waits where that fails", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const main = moduleOf(
    'import { greeting } from "./greeting.ts";',
    `export default new Router().on("hi", ${types}, () => greeting);`,
  );
  const greeting = (text: string) => `export const greeting = "${text}";`;
  const files = { "main.ts": main, "greeting.ts": greeting("one") };
  const args = ["main.ts", "--watch", "-s", server.url];
  await using app = await TestApp.start(files, args, {});
  const ask = async () => (await client.request("hi", "", { timeoutMs: 20_000 })).text();
  const change = (text: string) => Deno.writeTextFile(`${app.folder}/greeting.ts`, text);
  await written(app.io, /serving as/);
  assertEquals(await ask(), "one");
  await change(greeting("two"));
  await written(app.io, /starting anew\n.*serving as/);
  assertEquals(await ask(), "two");
  await change("export const greeting = ;");
  await written(app.io, /main\.ts cannot be loaded: [^]*waiting for a change\n/);
  await change(greeting("three"));
  await written(app.io, /waiting for a change\n.*starting anew\n.*serving as/);
  assertEquals(await ask(), "three");
  assertEquals(await app.end(), 0);
  assert(/ended in good order\n$/.test(app.stderr), app.stderr);
});
