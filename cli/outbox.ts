// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig outbox`: looks into an outbox's file, and deals with its dead letters. @module */

import { resolve } from "node:path";
import type { OutboxRow, OutboxStore } from "../lib/outbox/mod.ts";
import { didYouMean } from "../lib/scenario/suggest.ts";
import { visible } from "../lib/scenario/visible.ts";
import { type Command, type Input, UsageError } from "./command.ts";
import { exitCode, type Io } from "./io.ts";
import { countFlag } from "./parse_input.ts";

/** Rows that are read at a time. */
const page = 1000;

/** Looks into an outbox's file, and deals with its dead letters. */
export const outbox: Command = {
  name: "outbox",
  about: "list, retry, drop or export the messages of an outbox's file",
  positionals: {
    shape: "ls|retry|drop|export FILE [ID]...",
    about: "what to do with which file; retry and drop take ids of dead letters. " +
      "The program that owns the file has to be stopped",
  },
  flags: [
    { name: "all", about: "retry or drop all dead letters" },
    { name: "dead", about: "list or export dead letters alone" },
    { name: "limit", value: "N", about: "list at most so many messages that wait", preset: "100" },
  ],
  examples: [
    { line: "natsrig outbox ls outbox.db", about: "what waits, and what was refused and why" },
    { line: "natsrig outbox retry outbox.db --all", about: "send dead letters when next opened" },
    { line: "natsrig outbox drop outbox.db order-17", about: "delete a dead letter" },
    { line: "natsrig outbox export outbox.db > all.ndjson", about: "JSON lines, data as base64" },
  ],
  run: outboxCommand,
};

type Verb = (store: OutboxStore, input: Input, io: Io) => number;

const verbs: { readonly [name: string]: Verb } = {
  ls: list,
  retry: (store, input, io) =>
    settle(store, { input, io, did: "retried", one: (id) => store.revive(id) !== undefined }),
  drop: (store, input, io) =>
    settle(store, { input, io, did: "dropped", one: (id) => store.drop(id) }),
  export: exportAll,
};

async function outboxCommand(input: Input, io: Io): Promise<number> {
  const [name, file] = input.positionals;
  const names = Object.keys(verbs);
  const verb = name !== undefined && names.includes(name) ? verbs[name] : undefined;
  if (verb === undefined) {
    const help = name === undefined ? undefined : didYouMean(name, names);
    throw new UsageError(
      name === undefined ? "there is nothing to do" : `outbox cannot "${name}"`,
      help ?? `it can ${names.join(", ")}`,
    );
  }
  if (file === undefined) throw new UsageError(`outbox ${name} needs a FILE`);
  await checkFile(resolve(io.cwd, file), file);
  const { SqliteStore } = await import("../lib/outbox/mod.ts");
  const store = SqliteStore.open(resolve(io.cwd, file));
  try {
    return verb(store, input, io);
  } finally {
    store.close();
  }
}

/** Opening a file that is not there would make it. */
async function checkFile(path: string, file: string): Promise<void> {
  try {
    if ((await Deno.stat(path)).isFile) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new UsageError(`there is no file ${file}`);
}

function list(store: OutboxStore, input: Input, io: Io): number {
  refuseIds(input, "ls");
  const { rows, dead, bytes } = store.totals();
  const limit = countFlag(input, "limit") ?? 100;
  const waiting = input.has("dead") ? [] : store.after(0, limit);
  for (const row of waiting) io.stdout.write(`waiting  ${describe(row)}\n`);
  for (const { reason, ...row } of store.dead()) {
    io.stdout.write(`dead     ${describe(row)}  ${visible(reason)}\n`);
  }
  const more = !input.has("dead") && rows > waiting.length ? ` (${waiting.length} shown)` : "";
  io.stderr.write(`${rows} waiting${more}, ${dead} dead, ${bytes} bytes\n`);
  return exitCode.ok;
}

function describe({ id, subject, payload, at }: OutboxRow): string {
  return visible(`${id}  ${subject}  ${payload.length} B  ${new Date(at).toISOString()}`);
}

/** What is done to dead letters, one by one. */
interface Settling {
  readonly input: Input;
  readonly io: Io;
  readonly did: string;
  /** False where there is none of that id. */
  readonly one: (id: string) => boolean;
}

function settle(store: OutboxStore, { input, io, did, one }: Settling): number {
  const [verb, file, ...given] = input.positionals;
  if (input.has("all") === given.length > 0) {
    throw new UsageError(`outbox ${verb} ${file} needs either ids or --all`);
  }
  const ids = input.has("all") ? store.dead().map(({ id }) => id) : given;
  const missing = ids.filter((id) => !one(id));
  io.stderr.write(`${did} ${ids.length - missing.length}\n`);
  for (const id of missing) io.stderr.write(`error: there is no dead letter "${visible(id)}"\n`);
  return missing.length === 0 ? exitCode.ok : exitCode.failed;
}

function exportAll(store: OutboxStore, input: Input, io: Io): number {
  refuseIds(input, "export");
  if (!input.has("dead")) {
    for (let rows = store.after(0, page); rows.length > 0;) {
      for (const row of rows) io.stdout.write(toLine("waiting", row));
      rows = store.after(rows.at(-1)?.seq ?? 0, page);
    }
  }
  for (const letter of store.dead()) io.stdout.write(toLine("dead", letter));
  return exitCode.ok;
}

function toLine(state: string, row: OutboxRow & { readonly reason?: string }): string {
  const { id, subject, headers, payload, at, reason } = row;
  const time = new Date(at).toISOString();
  const data = payload.toBase64();
  return `${JSON.stringify({ state, id, subject, at: time, headers, data, reason })}\n`;
}

function refuseIds({ positionals }: Input, verb: string): void {
  if (positionals.length <= 2) return;
  throw new UsageError(`outbox ${verb} takes no ids: got "${positionals[2]}"`);
}
