// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { ServerError } from "./error.ts";
import type { ArchiveEntry } from "./untar.ts";
import { inflate } from "./inflate.ts";

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/**
 * The first file of a zip archive whose name a test accepts; `undefined` where there is none.
 *
 * @throws {ServerError} `archive` where the bytes are not a zip archive this reads: stored or
 * deflated entries below 4 GiB
 */
export async function findZipEntry(
  zip: Uint8Array,
  accept: (name: string) => boolean,
): Promise<ArchiveEntry | undefined> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  try {
    const end = findEnd(view);
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      if (view.getUint32(at, true) !== entrySignature) throw broken("its directory is damaged");
      const nameLength = view.getUint16(at + 28, true);
      const name = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameLength));
      if (!name.endsWith("/") && accept(name)) return { name, data: await extract(zip, view, at) };
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) throw broken("it is cut short");
    throw error;
  }
}

function findEnd(view: DataView): number {
  // A comment of up to 64 KiB may follow the end record.
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= lowest; at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  throw broken("it has no directory");
}

async function extract(zip: Uint8Array, view: DataView, at: number): Promise<Uint8Array> {
  const method = view.getUint16(at + 10, true);
  const packed = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const bytes = zip.subarray(start, start + packed);
  if (bytes.length !== packed) throw broken("it ends in the middle of a file");
  if (method !== 0 && method !== 8) throw broken(`it uses compression method ${method}`);
  const data = method === 0 ? bytes : await inflate(bytes, "deflate-raw");
  if (data.length !== size) throw broken(`a file has ${data.length} bytes instead of ${size}`);
  return data;
}

function broken(what: string): ServerError {
  return new ServerError(`Cannot read the zip archive: ${what}`, { code: "archive" });
}
