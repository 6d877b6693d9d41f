// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The command line, parsed by a command's table of flags. @module */

import { type Command, type Flag, type Input, UsageError } from "./command.ts";
import { longestTimer } from "../lib/client/milliseconds.ts";
import { didYouMean } from "../lib/scenario/suggest.ts";
import { parseDuration } from "../lib/scenario/unit.ts";
import { parseArgs } from "@std/cli/parse-args";

/** The flags every command has. */
export const helpFlag: Flag = { name: "help", short: "h", about: "show this help" };

/**
 * Parses the arguments behind a command's name.
 *
 * @throws {UsageError} for an unknown flag, a flag without its value, too many arguments
 */
export function parseInput(command: Command, args: readonly string[]): Input {
  const flags = [...command.flags, helpFlag];
  const byName = new Map(flags.map((flag) => [flag.name, flag]));
  const parsed: { readonly [name: string]: unknown } = parseArgs(joinValues(args, flags), {
    boolean: flags.filter((flag) => flag.value === undefined).map((flag) => flag.name),
    string: ["_", ...flags.filter((flag) => flag.value !== undefined).map((flag) => flag.name)],
    collect: flags.filter((flag) => flag.value !== undefined).map((flag) => flag.name),
    alias: Object.fromEntries(
      flags.flatMap(({ name, short }) => short === undefined ? [] : [[name, short]]),
    ),
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

/**
 * Writes each value behind its flag's long name: `-d x`, `-dx` and `--data x` as `--data=x`. Thus a
 * value may be empty or a lone dash, which `parseArgs` would take for an argument of its own. One
 * that begins with a dash has to be written behind "=": `--filter --jobs` is a slip.
 */
function joinValues(args: readonly string[], flags: readonly Flag[]): readonly string[] {
  const valued = flags.filter((flag) => flag.value !== undefined);
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") return [...joined, ...args.slice(i)];
    const byLetter = valued.find(({ short }) => /^-[^-]/.test(arg) && arg[1] === short);
    const flag = byLetter ?? valued.find(({ name }) => arg === `--${name}`);
    if (flag === undefined) joined.push(arg);
    else if (byLetter === undefined || arg.length === 2) {
      joined.push(`--${flag.name}=${valueBehind(flag, args[++i])}`);
    } else joined.push(`--${flag.name}=${arg.slice(2).replace(/^=/, "")}`);
  }
  return joined;
}

function valueBehind(flag: Flag, next: string | undefined): string {
  if (next === "-" || next?.startsWith("-") === false) return next;
  throw needsValue(
    flag,
    next === undefined ? undefined : `a value that begins with a dash: --${flag.name}=${next}`,
  );
}

function needsValue(flag: Flag, help?: string): UsageError {
  return new UsageError(`--${flag.name} needs a value: --${flag.name} ${flag.value}`, help);
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
  if (value === "" && flag.empty !== true) throw needsValue(flag);
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
    command.positionals?.beyond ?? `see \`natsrig ${command.name} --help\``,
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

/**
 * The value of a flag as a duration, in milliseconds.
 *
 * @throws {UsageError} where it is none
 */
export function durationFlag(input: Input, name: string): number | undefined {
  const text = input.value(name);
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms === undefined || ms === 0) {
    throw new UsageError(
      `--${name} must be a duration such as 500ms, 30s or 2m: current value is "${text}"`,
    );
  }
  if (ms > longestTimer) {
    throw new UsageError(`--${name} must be 596h or less: current value is "${text}"`);
  }
  return ms;
}
