// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { OutboxErrorCode } from "./error.ts";
import { OutboxError } from "./error.ts";
import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";

/** SQLite's primary result codes: https://sqlite.org/rescode.html. */
const byNumber: ReadonlyMap<number, OutboxErrorCode> = new Map([
  [3, "read-only"],
  [5, "in-use"],
  [6, "in-use"],
  [8, "read-only"],
  [11, "corrupt"],
  [13, "disk-full"],
  [26, "corrupt"],
]);

/** Its words for them: an error of `exec` or of opening has no number. */
const byText: readonly (readonly [RegExp, OutboxErrorCode])[] = [
  [/database is locked/, "in-use"],
  [/readonly database/, "read-only"],
  [/disk is full/, "disk-full"],
  [/malformed|not a database/, "corrupt"],
];

const advice: { readonly [code in OutboxErrorCode]: string } = {
  "disk-full": "the disk is full; nothing was accepted, make room and publish again",
  "read-only": "the file or its folder cannot be written to",
  "corrupt": "the file is damaged or no SQLite database; put it aside and restore a copy",
  "foreign": "the file belongs to another program",
  "in-use": "another process, or another outbox of this one, has it open",
  "io": "the file cannot be opened, read or written",
  "closed": "it is closed",
  "not-found": "there is none",
};

/**
 * The outbox's error for what SQLite throws.
 *
 * @param doing what was attempted, for the message: `open`
 */
export function toOutboxError(error: unknown, doing: string, path: string): OutboxError {
  if (error instanceof OutboxError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const found = codeOf(error, message);
  const code = found === "io" && isReadOnly(path) ? "read-only" : found;
  const text = `Cannot ${doing} the outbox ${path}: ${advice[code]} (${message})`;
  return new OutboxError(code, text, { cause: error });
}

function codeOf(error: unknown, message: string): OutboxErrorCode {
  if (error instanceof Error && "errcode" in error && typeof error.errcode === "number") {
    // The lower byte of an extended code is the primary one.
    const known = byNumber.get(error.errcode & 0xff);
    if (known !== undefined) return known;
  }
  return byText.find(([pattern]) => pattern.test(message))?.[1] ?? "io";
}

const denials: ReadonlySet<unknown> = new Set(["EACCES", "EPERM", "EROFS"]);

/**
 * SQLite calls it an input/output error when the write-ahead log cannot be made. The file itself is
 * left alone: closing it would end SQLite's locks on it, which are the whole process's
 * (https://sqlite.org/howtocorrupt.html, 2.2).
 */
function isReadOnly(path: string): boolean {
  return isDenied(() => accessSync(path, constants.W_OK)) ||
    isDenied(() => Deno.removeSync(Deno.makeTempFileSync({ dir: dirname(path) })));
}

function isDenied(attempt: () => void): boolean {
  try {
    attempt();
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && denials.has(error.code);
  }
}
