// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { ServerError } from "./error.ts";

const blockSize = 512;

/** A file in an archive. */
export interface ArchiveEntry {
  readonly name: string;
  readonly data: Uint8Array;
}

/**
 * The first file of a tar archive whose name a test accepts; `undefined` where there is none.
 *
 * @throws {ServerError} `archive` where the bytes are not a whole tar archive
 */
export function findTarEntry(
  tar: Uint8Array,
  accept: (name: string) => boolean,
): ArchiveEntry | undefined {
  let at = 0;
  while (at + blockSize <= tar.length) {
    const header = tar.subarray(at, at + blockSize);
    if (header.every((byte) => byte === 0)) return undefined;
    checkHeader(header);
    const size = octal(header, 124, 12);
    const start = at + blockSize;
    if (start + size > tar.length) throw broken("it ends in the middle of a file");
    const type = String.fromCharCode(header[156] ?? 0);
    const prefix = text(header, 345, 155);
    const name = (prefix === "" ? "" : `${prefix}/`) + text(header, 0, 100);
    if ((type === "0" || type === "\0") && accept(name)) {
      return { name, data: tar.subarray(start, start + size) };
    }
    at = start + Math.ceil(size / blockSize) * blockSize;
  }
  throw broken("it has no end");
}

function checkHeader(header: Uint8Array): void {
  const stated = octal(header, 148, 8);
  // The sum is taken with the checksum's own field read as spaces.
  const sum = header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);
  if (stated !== sum) throw broken("a header's checksum is wrong");
}

function text(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}

function octal(bytes: Uint8Array, start: number, length: number): number {
  const digits = text(bytes, start, length).trim();
  if (!/^[0-7]+$/.test(digits)) throw broken("a header's number is not one");
  return parseInt(digits, 8);
}

function broken(what: string): ServerError {
  return new ServerError(`Cannot read the tar archive: ${what}`, { code: "archive" });
}
