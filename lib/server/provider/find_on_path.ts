// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { delimiter, join } from "node:path";
import type { FindRequest } from "./types.ts";

/** The first executable file of a name on `PATH`. */
export async function findOnPath(
  name: string,
  request: Pick<FindRequest, "env" | "platform">,
): Promise<string | undefined> {
  for (const folder of (request.env("PATH") ?? "").split(delimiter)) {
    if (folder === "") continue;
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    const file = await Deno.stat(path);
    // Windows has no such bits.
    return file.isFile && (file.mode === null || (file.mode & 0o111) !== 0);
  } catch (error) {
    // A folder on PATH may be missing, be a file, or be closed to us.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    if (error instanceof Deno.errors.PermissionDenied) return false;
    throw error;
  }
}
