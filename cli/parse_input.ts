// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The command line, parsed by a command's table of flags. @module */

import { type Command, type Flag, type Input, UsageError } from "./command.ts";
import { didYouMean } from "../lib/scenario/suggest.ts";
import { parseArgs } from "@std/cli/parse-args";

/** The flags every command has. */
export const helpFlag: Flag = { name: "help", about: "show this help" };

/**
 * Parses the arguments behind a command's name.
 *
 * @throws {UsageError} for an unknown flag, a flag without its value, too many arguments
 */
export function parseInput(command: Command, args: readonly string[]): Input {
  const flags = [...command.flags, helpFlag];
  const byName = new Map(flags.map((flag) => [flag.name, flag]));
  // A flag's value may begin with a dash only behind "=": `--filter --jobs` is a slip.
  const parsed: { readonly [name: string]: unknown } = parseArgs(args, {
    boolean: flags.filter((flag) => flag.value === undefined).map((flag) => flag.name),
    string: ["_", ...flags.filter((flag) => flag.value !== undefined).map((flag) => flag.name)],
    collect: flags.filter((flag) => flag.value !== undefined).map((flag) => flag.name),
    alias: { help: "h" },
    unknown: (arg, key) => {
      if (key !== undefined) throw unknownFlag(command, arg, flags);
    },
  });
  const input = inputOf(parsed);
  for (const [name, flag] of byName) {
    if (flag.value === undefined) continue;
    for (const value of input.values(name)) checkValue(flag, value);
  }
  checkPositionals(command, input.positionals);
  return input;
}

function inputOf(parsed: { readonly [name: string]: unknown }): Input {
  const texts = (value: unknown) => Array.isArray(value) ? value.map(String) : [];
  return {
    positionals: texts(parsed["_"]),
    has: (flag) => parsed[flag] === true || texts(parsed[flag]).length > 0,
    value: (flag) => texts(parsed[flag]).at(-1),
    values: (flag) => texts(parsed[flag]),
  };
}

function unknownFlag(command: Command, arg: string, flags: readonly Flag[]): UsageError {
  const name = arg.replace(/=.*$/s, "");
  const help = didYouMean(name, flags.map((flag) => `--${flag.name}`)) ??
    `see \`natsrig ${command.name} --help\``;
  return new UsageError(`unknown flag "${name}"`, help);
}

function checkValue(flag: Flag, value: string): void {
  if (value === "") {
    throw new UsageError(`--${flag.name} needs a value: --${flag.name} ${flag.value}`);
  }
  if (flag.choices === undefined || flag.choices.includes(value)) return;
  throw new UsageError(
    `--${flag.name} cannot be "${value}"`,
    didYouMean(value, flag.choices) ?? `it can be ${flag.choices.join(", ")}`,
  );
}

function checkPositionals(command: Command, positionals: readonly string[]): void {
  const max = command.positionals === undefined ? 0 : command.positionals.max ?? Infinity;
  if (positionals.length <= max) return;
  throw new UsageError(
    `unexpected argument "${positionals[max]}"`,
    `see \`natsrig ${command.name} --help\``,
  );
}

/**
 * The value of a flag as a whole number from one.
 *
 * @throws {UsageError} where it is none
 */
export function countFlag(input: Input, name: string): number | undefined {
  const text = input.value(name);
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count) || count < 1) {
    throw new UsageError(`--${name} must be a whole number from 1: current value is "${text}"`);
  }
  return count;
}
