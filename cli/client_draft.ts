// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A message to send, as the flags describe it. @module */

import type { HeadersInit } from "../lib/client/payload.ts";
import type { Lookup } from "../lib/scenario/template.ts";
import { dataFlag, type DataOptions, readData } from "./client_data.ts";
import { headerFlag, readHeaders } from "./client_header.ts";
import type { Flag, Input } from "./command.ts";

/** The flags. */
export const draftFlags: readonly Flag[] = [dataFlag, headerFlag];

/** A message to send, but for its subject. */
export interface Draft {
  readonly data: Uint8Array;
  readonly headers?: HeadersInit;
}

/**
 * Reads the flags.
 *
 * @returns makes the message for the variables' values; it throws a `CodecError` where the payload
 * does not fit its type, and a `RangeError` where a variable has no value
 * @throws {UsageError} for what cannot be read, is not of its type, or has an unknown variable
 */
export async function readDraft(
  input: Input,
  options: DataOptions,
): Promise<(lookup: Lookup) => Draft> {
  const headers = readHeaders(input, options.variables);
  const data = await readData(input, options);
  return (lookup) => {
    const filled = headers(lookup);
    return { data: data(lookup), ...(Object.keys(filled).length > 0 && { headers: filled }) };
  };
}
