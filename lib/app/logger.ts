// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What applications log: data first, a line of text where somebody reads it. @module */

/** How much it matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Further facts by name, for programs that read the log. */
export type LogFields = { readonly [name: string]: unknown };

/** One thing that was logged. */
export interface LogEntry {
  /** How much it matters. */
  readonly level: LogLevel;
  /** What happened, in words. */
  readonly message: string;
  /** The subject of the message it is about. */
  readonly subject?: string;
  /** The code of the error that the caller was told. */
  readonly code?: number;
  /** What else was given. */
  readonly fields?: LogFields;
}

/** Writes to the log of an application. */
export interface Logger {
  /** For who looks for a mistake; not among the lines of `log`. */
  debug(message: string, fields?: LogFields): void;
  /** For who wants to know that it works. */
  info(message: string, fields?: LogFields): void;
  /** Something is not as it should be, and the application copes. */
  warn(message: string, fields?: LogFields): void;
  /** Something could not be done. */
  error(message: string, fields?: LogFields): void;
}

/** Gets what is logged. */
export type LogSink = (entry: LogEntry) => void;

/** A logger of what is about a subject, or of the application itself. */
export function createLogger(sink: LogSink, subject?: string): Logger {
  const about = subject === undefined ? {} : { subject };
  const at = (level: LogLevel) => (message: string, fields?: LogFields): void =>
    sink({ level, message, ...about, ...fields !== undefined && { fields } });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Makes lines of what is logged, `debug` apart. */
export function lineSink(write: (line: string) => void): LogSink {
  return (entry) => {
    if (entry.level !== "debug") write(renderLogEntry(entry));
  };
}

/**
 * An entry as a line: `joe.echo: no such order order="7"`.
 *
 * @example
 * ```ts
 * import { renderLogEntry } from "@natsrig/natsrig/app";
 * import { assertEquals } from "@std/assert";
 *
 * const entry = { level: "info", message: "sold", subject: "shop.tea", fields: { cups: 2 } } as const;
 * assertEquals(renderLogEntry(entry), "shop.tea: sold cups=2");
 * ```
 */
export function renderLogEntry({ message, subject, fields = {} }: LogEntry): string {
  const facts = Object.entries(fields).map(([name, value]) => ` ${name}=${renderValue(value)}`);
  return `${subject === undefined ? "" : `${subject}: `}${message}${facts.join("")}`;
}

function renderValue(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.message);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A circle, or a bigint.
    return String(value);
  }
}
