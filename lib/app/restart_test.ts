// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { type Client, ClientError, connect } from "../client/mod.ts";
import { readServiceError } from "../client/service_error.ts";
import { type GuardedProcess, spawnGuarded, startServer } from "../server/mod.ts";

const program = fileURLToPath(new URL("fake_instance.ts", import.meta.url));

/** An instance that serves, and the lines it writes. */
interface Instance extends AsyncDisposable {
  readonly process: GuardedProcess;
  readonly lines: AsyncIterator<string>;
}

async function startInstance(url: string): Promise<Instance> {
  const args = ["run", "-A", program, url];
  const process = await spawnGuarded({ command: Deno.execPath(), args });
  const said = new Response(process.stderr).text();
  const lines = readLines(process.stdout);
  const instance = {
    process,
    lines,
    async [Symbol.asyncDispose]() {
      await process[Symbol.asyncDispose]();
      while (!(await lines.next()).done);
      await said;
    },
  };
  const { value } = await lines.next();
  if (value === "ready") return instance;
  await instance[Symbol.asyncDispose]();
  throw new Error(`The instance is not ready: ${await said}`);
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}

/** Ends an instance; gives what it said at the end of a shutdown, and its exit code. */
async function end(instance: Instance, signal: "SIGKILL" | "SIGTERM"): Promise<string> {
  instance.process.kill(signal);
  const { value } = await instance.lines.next();
  const { code } = await instance.process.status;
  await instance[Symbol.asyncDispose]();
  return `${value ?? ""} ${code}`;
}

/** Requests `count` times, 32 at once; `started` is called when a tenth has been answered. */
async function requestAll(
  client: Client,
  { count, timeoutMs, started }: {
    readonly count: number;
    readonly timeoutMs: number;
    readonly started: () => void;
  },
): Promise<readonly string[]> {
  const outcomes: string[] = [];
  let left = count;
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      outcomes.push(await outcomeOf(client, `${left}`, timeoutMs));
      if (outcomes.length === count / 10) started();
    }
  };
  await Promise.all(Array.from({ length: 32 }, work));
  return outcomes;
}

async function outcomeOf(client: Client, text: string, timeoutMs = 20_000): Promise<string> {
  try {
    const reply = await client.request("work", text, { timeoutMs });
    const refusal = readServiceError(reply.headers);
    if (refusal !== undefined) return `${refusal.code}`;
    return reply.text() === text ? "reply" : "a reply to something else";
  } catch (error) {
    if (error instanceof ClientError) return error.code;
    throw error;
  }
}

Deno.test("serve() answers 10,000 requests, or leaves them a typed error, while instances come and go", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  await using stack = new AsyncDisposableStack();
  const instances = await Promise.all([startInstance(server.url), startInstance(server.url)]);
  for (const instance of instances) stack.use(instance);
  const killed: string[] = [];
  const stopped: string[] = [];
  const endings: string[] = [];
  for (let round = 0; round < 8; round++) {
    const index = round % 2;
    // Both instances go both ways.
    const signal = round % 4 < 2 ? "SIGKILL" : "SIGTERM";
    const under = Promise.withResolvers<void>();
    // What a killed instance had is lost; nothing else may be, however busy the machine is.
    const timeoutMs = signal === "SIGKILL" ? 1500 : 20_000;
    const requests = requestAll(client, { count: 1250, timeoutMs, started: under.resolve });
    await under.promise;
    const instance = instances[index];
    if (instance !== undefined) endings.push(await end(instance, signal));
    (signal === "SIGKILL" ? killed : stopped).push(...await requests);
    instances[index] = stack.use(await startInstance(server.url));
  }
  assertEquals(killed.length + stopped.length, 10_000);
  assertEquals(stopped.filter((outcome) => outcome !== "reply"), []);
  assertEquals(killed.filter((outcome) => !["reply", "timeout"].includes(outcome)), []);
  const [gone, quiet] = [" 137", "ended, 0 handlers ran later 0"];
  assertEquals(endings, [gone, gone, quiet, quiet, gone, gone, quiet, quiet]);
});

Deno.test("serve() waits for handlers at the first signal, and no longer at the second", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  await using instance = await startInstance(server.url);
  client.publish("deaf");
  assertEquals(await outcomeOf(client, "1"), "reply");
  instance.process.kill("SIGTERM");
  while (await outcomeOf(client, "1") !== "no-responders");
  instance.process.kill("SIGTERM");
  const { value } = await instance.lines.next();
  const { code } = await instance.process.status;
  assertEquals([value, code], ["ended, 0 handlers ran later", 0]);
});
