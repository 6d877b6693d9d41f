// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { ServerError } from "./error.ts";

/** A version's numbers, and what follows them (`RC.1`), if anything. */
export interface Version {
  readonly numbers: readonly [number, number, number];
  readonly pre: string;
}

const versionPattern = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;
const comparatorPattern = /^(>=|<=|>|<|=)?v?(\d+)(?:\.(\d+))?(?:\.(\d+)(?:-([0-9A-Za-z.-]+))?)?$/;

/**
 * Reads a full version such as `2.15.0`, `v2.12.0-RC.1`.
 *
 * @returns `undefined` where the text is not one
 */
export function parseVersion(text: string): Version | undefined {
  const match = versionPattern.exec(text.trim());
  if (match === null) return undefined;
  return {
    numbers: [Number(match[1]), Number(match[2]), Number(match[3])],
    pre: match[4] ?? "",
  };
}

/** Orders two versions: negative where `a` is older. A pre-release is older than its release. */
export function compareVersions(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) {
    const difference = a.numbers[index] - b.numbers[index];
    if (difference !== 0) return difference;
  }
  if (a.pre === b.pre) return 0;
  if (a.pre === "") return 1;
  if (b.pre === "") return -1;
  return a.pre.localeCompare(b.pre, "en", { numeric: true });
}

type Test = (version: Version) => boolean;

/**
 * Whether a version is in a range: comparators (`>=2.10`, `<2.12`, `2.12` for any 2.12.x,
 * `2.15.0`) that must all hold, and `||` between alternatives.
 *
 * @example
 * ```ts
 * import { versionSatisfies } from "@natsrig/natsrig/server";
 * import { assert } from "@std/assert";
 *
 * assert(versionSatisfies("2.15.0", ">=2.10 <3"));
 * assert(!versionSatisfies("2.10.29", "2.9 || >=2.11"));
 * ```
 *
 * @throws {ServerError} `version` where one of the two is not what it should be
 */
export function versionSatisfies(version: string, range: string): boolean {
  const parsed = parseVersion(version);
  if (parsed === undefined) {
    throw new ServerError(`Cannot compare '${version}' as it is not a version`, {
      code: "version",
    });
  }
  return parseRange(range).some((tests) => tests.every((test) => test(parsed)));
}

/**
 * Whether a text is a range that {@linkcode versionSatisfies} takes.
 *
 * @example
 * ```ts
 * import { isVersionRange } from "@natsrig/natsrig/server";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isVersionRange(">=2.10 <2.14 || 2.15.0"), true);
 * assertEquals(isVersionRange("newest"), false);
 * ```
 */
export function isVersionRange(text: string): boolean {
  try {
    parseRange(text);
    return true;
  } catch (error) {
    if (error instanceof ServerError) return false;
    throw error;
  }
}

function parseRange(range: string): readonly (readonly Test[])[] {
  return range.split("||").map((alternative) => {
    // An operator may stand apart from its version: ">= 2.10".
    const words = alternative.trim().replace(/(>=|<=|>|<|=)\s+/g, "$1").split(/\s+/);
    return words.map((word) => parseComparator(word, range));
  });
}

function parseComparator(word: string, range: string): Test {
  const match = comparatorPattern.exec(word);
  if (match === null) {
    throw new ServerError(
      `Cannot use '${range}' as a version range: it must be made of comparators such as '>=2.10', '<2.12' or '2.15.0'`,
      { code: "version" },
    );
  }
  const given = [match[2], match[3], match[4]].filter((part) => part !== undefined).map(Number);
  const low: Version = {
    numbers: [given[0] ?? 0, given[1] ?? 0, given[2] ?? 0],
    pre: match[5] ?? "",
  };
  const isPrefix = (version: Version) =>
    given.every((part, index) => version.numbers[index] === part) &&
    (given.length < 3 || version.pre === low.pre);
  const older = (version: Version) => compareVersions(version, low) < 0;
  switch (match[1]) {
    case ">=":
      return (version) => !older(version);
    case "<":
      return older;
    case ">":
      return (version) => !older(version) && !isPrefix(version);
    case "<=":
      return (version) => older(version) || isPrefix(version);
    default:
      return isPrefix;
  }
}
