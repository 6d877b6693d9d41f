// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { jetstream } from "@nats-io/jetstream";
import { connect, ensureStream, ServiceError } from "@natsrig/natsrig";
import { startServer } from "@natsrig/natsrig/server";
import { assertEquals, assertRejects } from "@std/assert";
import { orderCodec, ordersStream } from "./order.ts";
import shop from "./shop.ts";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The README's commands are for a shell. */
const ignore = Deno.build.os === "windows";

Deno.test("the shop tells prices, without a server", async () => {
  await using app = await shop.test();
  const types = { send: "text", reply: "json" } as const;
  const ask = (item: string) => app.request("shop.graz.price", item, types);
  assertEquals(await ask("tea"), { item: "tea", euros: 3, cached: false });
  assertEquals(await ask("tea"), { item: "tea", euros: 3, cached: true });
  await assertRejects(() => ask("rum"), ServiceError, "there is no rum");
});

Deno.test("the shop takes an order once, as soon as there is a stream", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  await using app = await shop.test({ jetstream: jetstream(client.connection) });
  const types = { send: orderCodec, reply: "json" } as const;
  const order = () => app.request("shop.graz.order", { id: "1", item: "tea", count: 2 }, types);
  const early = await assertRejects(order, ServiceError, "no kitchen has been opened yet");
  assertEquals(early.code, 503);
  await ensureStream(client, ordersStream);
  assertEquals([await order(), await order()], [
    { number: 1, again: false },
    { number: 1, again: true },
  ]);
});

/** A command of the README that goes on. */
class Running implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #ended: Promise<unknown>;
  written = "";

  constructor(command: string, env: { readonly [name: string]: string }) {
    this.#child = shellOf(`exec ${command}`, env).spawn();
    const read = async (stream: ReadableStream<Uint8Array>) => {
      for await (const text of stream.pipeThrough(new TextDecoderStream())) this.written += text;
    };
    this.#ended = Promise.all([read(this.#child.stdout), read(this.#child.stderr)]);
  }

  /** Waits until it has written something; after a minute it will not. */
  async until(pattern: RegExp): Promise<void> {
    const end = performance.now() + 60_000;
    while (!pattern.test(this.written)) {
      if (performance.now() > end) throw new Error(`no ${pattern} in: ${this.written}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGINT");
    const { code } = await this.#child.status;
    await this.#ended;
    assertEquals(code, 0, this.written);
  }
}

/** A command as the README has it, with the Deno that runs the tests. */
function shellOf(command: string, env: { readonly [name: string]: string }): Deno.Command {
  const script = command
    .replaceAll("deno task natsrig", '"$DENO" run -A --no-check cli/main.ts')
    .replaceAll("deno run", '"$DENO" run --no-check');
  return new Deno.Command("sh", {
    args: ["-c", script],
    cwd: root,
    env: { ...env, DENO: Deno.execPath(), NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** The blocks of the README, in order. */
function blocks(): readonly { readonly language: string; readonly text: string }[] {
  const readme = Deno.readTextFileSync(new URL("README.md", import.meta.url));
  return [...readme.matchAll(/^```(\w+)\n([^]*?)^```$/gm)]
    .map(([, language = "", text = ""]) => ({ language, text }));
}

function steady(text: string): string {
  return text.trimEnd().replaceAll(/after [\d.]+m?s/g, "after some time");
}

Deno.test({
  name: "the shop's README tells what happens",
  ignore,
  fn: async () => {
    await using server = await startServer({ jetstream: true });
    const env = { NATS_URL: server.url };
    const all = blocks();
    const commands = all.filter(({ language }) => language === "sh").map(({ text }) => text.trim());
    const [, kitchenCommand = "", shopCommand = ""] = commands;
    await using kitchen = new Running(kitchenCommand, env);
    await kitchen.until(/is open/);
    {
      await using open = new Running(shopCommand, env);
      await open.until(/serving as "shop"/);
      for (const [i, { language, text }] of all.entries()) {
        const expected = all[i + 1];
        if (language !== "sh" || expected?.language !== "text") continue;
        const { stdout } = await shellOf(text, env).output();
        assertEquals(steady(new TextDecoder().decode(stdout)), steady(expected.text), text);
      }
    }
    await kitchen.until(/rum/);
    const last = all.findLast(({ language }) => language === "text");
    assertEquals(kitchen.written, last?.text);
  },
});
