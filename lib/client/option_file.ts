// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { unfit } from "./unfit.ts";

/**
 * Reads the file that an option names.
 *
 * @throws {ClientError} `invalid-option`; it names the option, the path and the reason
 */
export function readOptionFile(option: string, path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (cause) {
    throw unfit(option, `the path of a file ${reason(cause)}`, path, { cause });
  }
}

function reason(cause: unknown): string {
  if (cause instanceof Deno.errors.NotFound) return "that exists";
  if (cause instanceof Deno.errors.NotCapable) return "that this program may read (--allow-read)";
  if (cause instanceof Deno.errors.PermissionDenied) return "that this user may read";
  if (cause instanceof Deno.errors.IsADirectory) return "rather than of a folder";
  return `that can be read (${cause instanceof Error ? cause.message : cause})`;
}
