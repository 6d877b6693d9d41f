// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { parseArgs } from "@std/cli/parse-args";

/**
 * The one option of a program here: `--runs 30`.
 *
 * @throws {RangeError} for another argument, or a value that is no count
 */
export function countOption(
  args: readonly string[],
  { name, preset }: { readonly name: string; readonly preset: number },
): number {
  const unknown: string[] = [];
  const options = parseArgs([...args], {
    string: [name],
    unknown: (argument) => {
      unknown.push(argument);
      return false;
    },
  });
  if (unknown.length > 0) {
    throw new RangeError(`Cannot start as '${unknown.join(" ")}' is unknown: there is --${name} N`);
  }
  const value: unknown = options[name];
  if (value === undefined) return preset;
  const count = Number(value);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot start as '--${name}' must be a count from 1: current value is '${String(value)}'`,
    );
  }
  return count;
}
