// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the flags of `natsrig run` ask for. @module */

import { type KnownFailure, parseKnownFailing } from "../lib/rig/known_failing.ts";
import { readSource } from "../lib/rig/read_source.ts";
import type { Source } from "../lib/scenario/types.ts";
import { type Flag, type Input, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { countFlag, durationFlag } from "./parse_input.ts";
import { parseReports, reportNames, type ReportWish, writablePath } from "./report_targets.ts";
import { selectionFlags } from "./selection.ts";
import { resolve } from "node:path";

/** The flags of `natsrig run`. */
export const runFlags: readonly Flag[] = [
  ...selectionFlags,
  { name: "jobs", value: "N", about: "runs at a time", preset: "the number of cores" },
  {
    name: "report",
    value: "FORMAT[:FILE]",
    repeated: true,
    about: `write a report: ${reportNames.join(", ")}`,
    preset: "text",
  },
  { name: "events", value: "FILE", about: "write everything that happened, as NDJSON" },
  {
    name: "server-version",
    value: "VERSION",
    repeated: true,
    about: "run on this version of nats-server; several make a matrix",
  },
  { name: "server", value: "URL", about: "run on this server, whatever the scenarios say" },
  { name: "repeat", value: "N", about: "run each scenario N times" },
  { name: "fail-fast", about: "start nothing more after a failure" },
  { name: "keep", about: "keep the servers' folders" },
  { name: "timeout", value: "DURATION", about: "bound on each scenario, in place of its own" },
  { name: "known-failing", value: "FILE", about: "a list of runs that fail, an id a line" },
];

/** What `natsrig run` has to do. */
export interface RunOptions {
  readonly jobs: number;
  readonly reports: readonly ReportWish[];
  /** Absolute. */
  readonly events?: string;
  readonly failFast: boolean;
  readonly keep: boolean;
  readonly knownFailing?: { readonly source: Source; readonly list: readonly KnownFailure[] };
  /** For the plan. */
  readonly plan: {
    readonly serverVersions?: readonly string[];
    readonly serverUrl?: string;
    readonly timeoutMs?: number;
    readonly repeat?: number;
  };
}

/**
 * Reads the flags.
 *
 * @throws {UsageError} where one is wrong, or two do not go together
 */
export function runOptions(input: Input, io: Io): RunOptions {
  const events = input.value("events");
  const list = input.value("known-failing");
  return {
    jobs: countFlag(input, "jobs") ?? navigator.hardwareConcurrency,
    reports: parseReports(input.values("report"), io),
    ...(events !== undefined && { events: writablePath(events, "--events", io) }),
    failFast: input.has("fail-fast"),
    keep: input.has("keep"),
    ...(list !== undefined && { knownFailing: readKnownFailing(list, io) }),
    plan: planFlags(input),
  };
}

function planFlags(input: Input): RunOptions["plan"] {
  const serverVersions = input.values("server-version");
  const serverUrl = input.value("server");
  const repeat = countFlag(input, "repeat");
  const wrong = serverVersions.find((version) => !/^v?\d+(\.\d+){0,2}(-[\w.]+)?$/.test(version));
  if (wrong !== undefined) {
    throw new UsageError(`--server-version must be a version such as 2.15.0 or 2.12: got ${wrong}`);
  }
  if (serverUrl !== undefined && !/^(nats|tls|ws|wss):\/\/\S+$/.test(serverUrl)) {
    throw new UsageError(
      `--server must be a URL such as nats://127.0.0.1:4222: current value is "${serverUrl}"`,
    );
  }
  if (serverUrl !== undefined && serverVersions.length > 0) {
    throw new UsageError("--server and --server-version do not go together");
  }
  const timeoutMs = durationFlag(input, "timeout");
  return {
    ...(serverVersions.length > 0 && {
      serverVersions: [...new Set(serverVersions.map((version) => version.replace(/^v/, "")))],
    }),
    ...(serverUrl !== undefined && { serverUrl }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(repeat !== undefined && { repeat }),
  };
}

function readKnownFailing(file: string, io: Io): NonNullable<RunOptions["knownFailing"]> {
  const { source, diagnostic } = readSource(resolve(io.cwd, file), file);
  if (diagnostic !== undefined) {
    throw new UsageError(`--known-failing ${file}: ${diagnostic.message}`);
  }
  return { source, list: parseKnownFailing(source) };
}
