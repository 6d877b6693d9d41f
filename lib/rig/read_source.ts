// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Reading files that may be anything. @module */

import type { Diagnostic, Source } from "../scenario/types.ts";
import { messageOf } from "./find_files.ts";

/** The largest scenario file that is read, in bytes: 1 MiB. */
export const sourceLimit: number = 1024 ** 2;

/** A source, or why there is none. */
export type SourceResult =
  | { readonly source: Source; readonly diagnostic?: never }
  | { readonly source?: never; readonly diagnostic: Diagnostic };

/**
 * Reads a text file of at most {@linkcode sourceLimit}. What is no text, empty, too large or not
 * readable gives a diagnostic; of a file that is too large only the limit is read.
 *
 * @param shown the path as people are shown it
 */
export function readSource(path: string, shown: string): SourceResult {
  const problem = (message: string): SourceResult => ({
    diagnostic: { severity: "error", message, file: shown },
  });
  try {
    const { bytes, size } = readBounded(path);
    if (bytes.length > sourceLimit) {
      return problem(
        `the file is too large: ${megabytes(size)}, and at most ${megabytes(sourceLimit)} are read`,
      );
    }
    if (bytes.includes(0)) return problem("the file is not text: it contains NUL bytes");
    const text = decodeText(bytes);
    if (text === undefined) return problem("the file is not text: it is not valid UTF-8");
    if (text.trim() === "") return problem("the file is empty");
    return { source: { path: shown, text } };
  } catch (error) {
    return problem(`cannot be read: ${messageOf(error)}`);
  }
}

function readBounded(path: string): { bytes: Uint8Array; size: number } {
  using file = Deno.openSync(path);
  const { size, isDirectory } = file.statSync();
  if (isDirectory) throw new Error("it is a folder");
  // A pipe says 0; one byte more than allowed tells what is too large.
  const buffer = new Uint8Array(size > 0 ? Math.min(size, sourceLimit) + 1 : sourceLimit + 1);
  let length = 0;
  while (length < buffer.length) {
    const read = file.readSync(buffer.subarray(length));
    if (read === null || read === 0) break;
    length += read;
  }
  return { bytes: buffer.subarray(0, length), size: Math.max(size, length) };
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1).replace(/\.0$/, "")} MiB`;
}
