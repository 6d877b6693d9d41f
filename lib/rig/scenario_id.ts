// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The ids of scenarios, from their files' names. @module */

import { basename, dirname, relative } from "node:path";

/**
 * Gives each file an id: its path below `base` without the extension, with `-` for `_`. Where two
 * files would have the same id, the names of the folders above `base` are put in front of it until
 * they differ.
 *
 * @example
 * ```ts
 * import { scenarioIds } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   scenarioIds([
 *     { path: "/s/caching_echo.yaml", base: "/s" },
 *     { path: "/s/kv/put_get.yaml", base: "/s" },
 *   ]),
 *   ["caching-echo", "kv/put-get"],
 * );
 * ```
 */
export function scenarioIds(
  files: readonly { readonly path: string; readonly base: string }[],
): string[] {
  const bases = files.map(({ base }) => base);
  for (;;) {
    const ids = files.map(({ path }, index) => idOf(path, bases[index] ?? ""));
    const seen = new Map<string, number[]>();
    ids.forEach((id, index) => seen.set(id, [...(seen.get(id) ?? []), index]));
    const clashing = [...seen.values()].filter((indexes) => indexes.length > 1).flat();
    const movable = clashing.filter((index) => dirname(bases[index] ?? "") !== bases[index]);
    if (movable.length === 0) return numbered(ids);
    for (const index of movable) bases[index] = dirname(bases[index] ?? "");
  }
}

function idOf(path: string, base: string): string {
  const folder = relative(base, dirname(path)).replaceAll("\\", "/");
  const stem = basename(path).replace(/\.[^.]+$/, "") || basename(path);
  return (folder === "" ? stem : `${folder}/${stem}`).replaceAll("_", "-");
}

/** Names that differ in `_` and `-` or in their extension only cannot be told apart by folders. */
function numbered(ids: readonly string[]): string[] {
  const used = new Map<string, number>();
  return ids.map((id) => {
    const count = (used.get(id) ?? 0) + 1;
    used.set(id, count);
    return count === 1 ? id : `${id}~${count}`;
  });
}
