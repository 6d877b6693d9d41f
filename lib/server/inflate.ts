// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { reasonOf, ServerError } from "./error.ts";

/**
 * Decompresses bytes.
 *
 * @throws {ServerError} `archive` where they are damaged or cut short
 */
export async function inflate(
  bytes: Uint8Array,
  format: "gzip" | "deflate-raw",
): Promise<Uint8Array> {
  try {
    const stream = ReadableStream.from([new Uint8Array(bytes)])
      .pipeThrough(new DecompressionStream(format));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    throw new ServerError(`Cannot decompress the archive: ${reasonOf(error)}`, {
      code: "archive",
      cause: error,
    });
  }
}
