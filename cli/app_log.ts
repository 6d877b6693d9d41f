// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The log of `natsrig app`: one line for each entry. @module */

import { type LogEntry, type LogSink, renderLogEntry } from "../lib/app/logger.ts";
import { visible } from "../lib/scenario/visible.ts";
import type { LogFormat } from "./app_spec.ts";

/**
 * Makes lines of entries.
 *
 * @param write gets each line with its end
 * @param now the time, for tests
 */
export function appLog(
  format: LogFormat,
  write: (line: string) => void,
  now: () => Date = () => new Date(),
): LogSink {
  const render = format === "json" ? renderJson : renderText;
  return (entry) => write(`${render(entry, now().toISOString())}\n`);
}

function renderText(entry: LogEntry, time: string): string {
  // What a message says may hold what a terminal would obey.
  return `${time} ${entry.level.padEnd(5)} ${visible(renderLogEntry(entry))}`;
}

function renderJson({ fields, ...entry }: LogEntry, time: string): string {
  const known = { time, ...entry };
  const more = Object.entries(fields ?? {}).filter(([name]) => !(name in known));
  return JSON.stringify({ ...known, ...Object.fromEntries(more) }, plain());
}

/** Errors by their message; what JSON has no form for, as text. */
function plain(): (key: string, value: unknown) => unknown {
  const seen = new Set<object>();
  return (_key, value) => {
    if (value instanceof Error) return value.message;
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (seen.has(value)) return "…";
    seen.add(value);
    return value;
  };
}
