// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Durations and sizes: the two units the language knows. @module */

const durationUnits = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const sizeUnits = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

/** What a duration looks like. */
export const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;
/** What a size looks like. */
export const sizePattern = /^(\d+(?:\.\d+)?)(B|KiB|MiB|GiB)$/;

/**
 * Milliseconds of a duration such as `250ms`, `5s` or `2m`.
 *
 * @example
 * ```ts
 * import { parseDuration } from "@natsrig/natsrig/scenario";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseDuration("4.9s"), 4900);
 * assertEquals(parseDuration("5"), undefined);
 * ```
 *
 * @returns `undefined` where the text is not one
 */
export function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (match === null) return undefined;
  // The pattern admits the table's keys only.
  const ms = Number(match[1]) * durationUnits[match[2] as keyof typeof durationUnits];
  return Math.round(ms * 1e6) / 1e6;
}

/**
 * Bytes of a size such as `16B`, `4KiB` or `1MiB`.
 *
 * @example
 * ```ts
 * import { parseSize } from "@natsrig/natsrig/scenario";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseSize("4KiB"), 4096);
 * assertEquals(parseSize("4 KB"), undefined);
 * ```
 *
 * @returns `undefined` where the text is not one, or does not come to whole bytes
 */
export function parseSize(text: string): number | undefined {
  const match = sizePattern.exec(text);
  if (match === null) return undefined;
  const bytes = Number(match[1]) * sizeUnits[match[2] as keyof typeof sizeUnits];
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/**
 * Writes milliseconds as people read them: `212.4ms`, `5.31s`.
 *
 * @example
 * ```ts
 * import { formatDuration } from "@natsrig/natsrig/scenario";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatDuration(3.1), "3.1ms");
 * assertEquals(formatDuration(500), "500ms");
 * assertEquals(formatDuration(5310), "5.31s");
 * ```
 */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${trim(ms.toFixed(1))}ms`;
  if (ms < 120_000) return `${trim((ms / 1000).toFixed(2))}s`;
  return `${trim((ms / 60_000).toFixed(1))}m`;
}

function trim(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}
