// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What `natsrig app` is asked for. @module */

import type { ConnectOptions } from "../lib/client/connect_options.ts";
import { connectionFlags, connectionOptions } from "./client_flags.ts";
import { variableOf, withEnvironment } from "./app_input.ts";
import { type Flag, type Input, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { countFlag, durationFlag } from "./parse_input.ts";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** How lines of the log look. */
export const logFormats = ["text", "json"] as const;

/** How lines of the log look. */
export type LogFormat = typeof logFormats[number];

/** The flags that may stand in the environment as well. */
const settingFlags: readonly Flag[] = [
  { name: "name", value: "NAME", about: "the service's name", preset: "natsrig-app" },
  {
    name: "queue",
    value: "NAME",
    about: "the queue group that instances share their work in; none: each gets everything",
    preset: "q",
  },
  { name: "concurrency", value: "N", about: "messages of a subject at a time", preset: "64" },
  {
    name: "timeout",
    value: "DURATION",
    about: "bound on the handling of a message",
    preset: "30s",
  },
  {
    name: "grace",
    value: "DURATION",
    about: "how long handlers may go on at the end",
    preset: "5s",
  },
  { name: "outbox", value: "FILE", about: "keep what handlers give the outbox in this file" },
  {
    name: "cache",
    value: "BUCKET",
    about: "keep the cache in this key-value bucket, which instances share",
    preset: "in memory",
  },
  {
    name: "log",
    value: "FORMAT",
    about: "how lines of the log look: text or json",
    choices: logFormats,
    preset: "text",
  },
];

/** The flags of `natsrig app`. */
export const appFlags: readonly Flag[] = [
  { name: "watch", about: "restart in good order when a file in the folder of a FILE changes" },
  ...settingFlags,
  ...connectionFlags,
];

/** What to run, as plain data: it may be sent to a worker. */
export interface AppSpec {
  /** Modules to load, as URLs. */
  readonly modules: readonly { readonly file: string; readonly url: string }[];
  readonly connection: ConnectOptions;
  readonly log: LogFormat;
  /** The outbox's file, absolute. */
  readonly outbox?: string;
  /** The cache's bucket. */
  readonly cache?: string;
  /** What else `serve` is given. */
  readonly serve: {
    readonly name?: string;
    readonly queue?: string | false;
    readonly concurrency?: number;
    readonly handlerTimeoutMs?: number;
    readonly graceMs?: number;
  };
}

/**
 * Reads flags and environment.
 *
 * @throws {UsageError} where one is wrong
 */
export async function appSpec(given: Input, io: Io): Promise<AppSpec> {
  const input = withEnvironment(given, [...settingFlags, ...connectionFlags], io);
  if (given.positionals.length === 0) {
    throw new UsageError("no file is given", "natsrig app FILE: a module that exports a Router");
  }
  const [name, queue] = [input.value("name"), input.value("queue")];
  const [outbox, cache] = [input.value("outbox"), input.value("cache")];
  const concurrency = countFlag(input, "concurrency");
  const handlerTimeoutMs = durationFlag(input, "timeout");
  const graceMs = durationFlag(input, "grace");
  return {
    modules: given.positionals.map((file) => ({ file, url: moduleUrl(file, io) })),
    connection: await connectionOptions(input, io),
    log: logFormat(input),
    ...(outbox !== undefined && { outbox: resolve(io.cwd, outbox) }),
    ...(cache !== undefined && { cache }),
    serve: {
      ...(name !== undefined && { name }),
      ...(queue !== undefined && { queue: queue === "none" ? false : queue }),
      ...(concurrency !== undefined && { concurrency }),
      ...(handlerTimeoutMs !== undefined && { handlerTimeoutMs }),
      ...(graceMs !== undefined && { graceMs }),
    },
  };
}

/** A path from the working directory, or a URL as it is. */
function moduleUrl(file: string, io: Io): string {
  if (/^(?:file|https?|jsr|npm|data):/.test(file)) return file;
  return pathToFileURL(resolve(io.cwd, file)).href;
}

function logFormat(input: Input): LogFormat {
  const text = input.value("log") ?? "text";
  const format = logFormats.find((it) => it === text);
  if (format !== undefined) return format;
  throw new UsageError(`${variableOf("log")} cannot be "${text}"`, "it can be text or json");
}
