// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Numbered messages through an outbox, while everything is killed. @module */

import { jetstreamManager } from "@nats-io/jetstream";
import type { Client } from "../lib/client/mod.ts";
import { connect } from "../lib/client/mod.ts";
import { SqliteStore } from "../lib/outbox/mod.ts";
import type { GuardedProcess, Server } from "../lib/server/mod.ts";
import { holdGuard, spawnGuarded, startServer } from "../lib/server/mod.ts";
import type { Random } from "../lib/transport/fake_random.ts";
import { seededRandom } from "../lib/transport/fake_random.ts";
import { findFaults, readNumbers } from "./torture_check.ts";

/** How hard it is to be. */
export interface TortureOptions {
  /** Messages, numbered from 0. */
  readonly messages: number;
  /** Kills of the server, and of the publishing process. */
  readonly kills: number;
  /** Chooses the moments. */
  readonly seed: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Hears how many messages are known to be accepted. */
  readonly progress?: (accepted: number) => void;
}

/** What came of it. */
export interface TortureResult {
  /** The server's version. */
  readonly version: string;
  /** Messages in the stream at the end. */
  readonly stored: number;
  readonly serverKills: number;
  readonly processKills: number;
  readonly seconds: number;
  /** What is not as it has to be, a sentence each. */
  readonly faults: readonly string[];
}

const stream = "TORTURE";

/** What the run consists of. */
interface Stage {
  readonly server: Server;
  readonly path: string;
  readonly options: TortureOptions;
  readonly signal: AbortSignal;
  /** Numbers below it are known to be accepted. */
  accepted: number;
  /** The publishing process that runs now. */
  child?: GuardedProcess;
  serverKills: number;
  processKills: number;
}

/**
 * Sends the messages while the server and the publishing process are killed, and looks at what the
 * stream and the outbox hold at the end.
 */
export async function torture(options: TortureOptions): Promise<TortureResult> {
  const start = performance.now();
  const folder = await Deno.makeTempDir({ prefix: "natsrig-torture-" });
  await using _guard = holdGuard({ folder });
  try {
    await using server = await startServer({ jetstream: true });
    await using client = await connect({
      servers: server.url,
      reconnectTimeWait: "20ms",
      maxReconnectAttempts: -1,
    });
    await makeStream(client);
    const path = `${folder}/outbox.db`;
    const stage = await play(server, path, options);
    await client.connected({ timeoutMs: 60_000 });
    const numbers = await readNumbers(client, stream);
    const faults = [...findFaults(numbers, options.messages), ...findRemains(path)];
    const { serverKills, processKills } = stage;
    const seconds = (performance.now() - start) / 1000;
    const stored = numbers.length;
    return { version: server.version, stored, serverKills, processKills, seconds, faults };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function play(server: Server, path: string, options: TortureOptions): Promise<Stage> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...options.signal ? [options.signal] : []]);
  const counts = { accepted: 0, serverKills: 0, processKills: 0 };
  const stage: Stage = { server, path, options, signal, ...counts };
  const random = seededRandom(options.seed);
  const parts = [publishAll(stage), killServer(stage, random), killProcess(stage, random)];
  try {
    await Promise.all(parts);
  } finally {
    // Where one of them failed the others end, too.
    stop.abort(new DOMException("it is over", "AbortError"));
    await stage.child?.[Symbol.asyncDispose]();
    await Promise.allSettled(parts);
  }
  return stage;
}

async function makeStream(client: Client): Promise<void> {
  const manager = await jetstreamManager(client.connection);
  await manager.streams.add({ name: stream, subjects: ["torture.*"], storage: "file" });
}

/** Runs the publishing process again and again until all is done, and it was killed often enough. */
async function publishAll(stage: Stage): Promise<void> {
  while (!(await publishOnce(stage)) || stage.processKills < stage.options.kills) {
    stage.signal.throwIfAborted();
  }
}

async function publishOnce(stage: Stage): Promise<boolean> {
  const { server, path, options, accepted } = stage;
  const program = new URL("torture_child.ts", import.meta.url).href;
  const numbers = [`${accepted}`, `${options.messages}`, `${options.seed}`];
  await using child = await spawnGuarded({
    command: Deno.execPath(),
    args: ["run", "-A", program, server.url, path, ...numbers],
  });
  stage.child = child;
  const complaint = new Response(child.stderr).text();
  let done = false;
  for await (const line of lines(child.stdout)) {
    if (line === "done") done = true;
    else stage.accepted = Number(line);
    options.progress?.(stage.accepted);
  }
  const { signal, code } = await child.status;
  if (signal === "SIGKILL" || done) return done;
  throw new Error(`The publishing process ended with ${signal ?? code}: ${await complaint}`);
}

async function killServer(stage: Stage, random: Random): Promise<void> {
  for (const moment of moments(stage.options, random)) {
    const [before, after] = [random(40), random(60)];
    await reach(stage, moment);
    await pause(before);
    await stage.server.kill();
    stage.serverKills++;
    await pause(after);
    await stage.server.start({ signal: stage.signal });
  }
}

async function killProcess(stage: Stage, random: Random): Promise<void> {
  for (const moment of moments(stage.options, random)) {
    const before = random(40);
    await reach(stage, moment);
    await pause(before);
    // One that has just ended by itself is no victim: another one is on its way.
    while (stage.child?.kill("SIGKILL") !== true) {
      stage.signal.throwIfAborted();
      await pause(1);
    }
    const killed = stage.child;
    stage.processKills++;
    const isLast = stage.processKills === stage.options.kills;
    while (stage.child === killed && !isLast) {
      stage.signal.throwIfAborted();
      await pause(1);
    }
  }
}

/** Numbers of accepted messages at which to kill, in order. */
function moments({ messages, kills }: TortureOptions, random: Random): readonly number[] {
  // None at the very end, where the process may have ended before.
  const last = Math.floor(messages * 0.95);
  return Array.from({ length: kills }, () => random(last)).toSorted((a, b) => a - b);
}

async function reach(stage: Stage, moment: number): Promise<void> {
  while (stage.accepted < moment || stage.child === undefined) {
    stage.signal.throwIfAborted();
    await pause(1);
  }
}

/** Whole lines: of the last one, cut off by a kill, nothing is known. */
async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function findRemains(path: string): readonly string[] {
  const store = SqliteStore.open(path);
  const { rows, dead } = store.totals();
  store.close();
  return rows + dead === 0 ? [] : [`the outbox holds ${rows} messages and ${dead} dead letters`];
}
