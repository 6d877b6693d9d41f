// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * `parseArgs` of `@std/cli/parse-args`, over the tokens of `node:util`: for machines where JSR is
 * not reachable.
 *
 * @example
 * ```ts
 * import { parseArgs } from "@std/cli/parse-args";
 * import { assertEquals } from "@std/assert";
 *
 * const args = parseArgs(["run", "--jobs", "2", "-v", "--tag=a", "--tag", "b"], {
 *   boolean: ["verbose"],
 *   string: ["tag"],
 *   collect: ["tag"],
 *   alias: { verbose: "v" },
 * });
 * assertEquals(args._, ["run"]);
 * assertEquals(args.tag, ["a", "b"]);
 * assertEquals(args.verbose, true);
 * assertEquals(args.jobs, 2);
 * ```
 *
 * @module
 */

import { parseArgs as tokenize } from "node:util";

/** How arguments are read. */
export interface ParseOptions<
  B extends string = string,
  S extends string = string,
  C extends string = string,
  N extends string = string,
> {
  /** Put what follows `--` under `"--"` instead of at the end of `_`. Default: false. */
  "--"?: boolean;
  /** Further names of options. */
  alias?: { readonly [name: string]: string | readonly string[] };
  /** Options without a value; `true`: every `--name` without `=`. They default to false. */
  boolean?: boolean | B | readonly B[];
  /** Values of options that were not given. */
  default?: { readonly [name: string]: unknown };
  /** Stop at the first argument that is not an option. Default: false. */
  stopEarly?: boolean;
  /** Options whose values stay text also where they look like numbers; `_` for the others. */
  string?: S | readonly S[];
  /** Options that may be given several times; their values come as a list. */
  collect?: C | readonly C[];
  /** Options that `--no-name` sets to false. */
  negatable?: N | readonly N[];
  /** Sees arguments that no option names; `false` leaves them out. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/** What {@linkcode parseArgs} gives: the options by name, everything else in `_`. */
export type Args<
  B extends string = string,
  S extends string = string,
  C extends string = string,
> =
  & Record<string, unknown>
  & (string extends B ? Record<never, never> : { [K in B]: boolean })
  & (string extends S ? Record<never, never> : { [K in Exclude<S, C>]?: string })
  & (string extends S ? Record<never, never> : { [K in S & C]: string[] })
  & { _: (string | number)[]; "--"?: string[] };

/**
 * Reads command line arguments as minimist does: `--name value`, `--name=value`, `-n value`,
 * `-n5`, groups such as `-abc`, and what follows `--` unread. Values that look like numbers become
 * numbers, except those of `string` options.
 */
export function parseArgs<
  const B extends string = never,
  const S extends string = never,
  const C extends string = never,
  const N extends string = never,
>(args: readonly string[], options: ParseOptions<B, S, C, N> = {}): Args<B, S, C> {
  const reading = new Reading(options);
  const { tokens } = tokenize({
    args: [...args],
    options: {},
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const end = tokens.find((token) => token.kind === "option-terminator")?.index ?? args.length;
  let next = 0;
  for (const token of tokens) {
    // A token before `next` was a value, or is of a group that was read as a whole.
    if (token.index < next || token.index >= end) continue;
    const arg = args[token.index] ?? "";
    const follower = token.index + 1 < end ? args[token.index + 1] : undefined;
    next = token.index + 1;
    if (token.kind === "positional") {
      reading.positional(arg);
      if (!options.stopEarly) continue;
      reading.result._.push(...args.slice(next, end));
      break;
    }
    const taken = arg.startsWith("--") ? reading.long(arg, follower) : reading.short(arg, follower);
    if (taken) next++;
  }
  reading.finish(args.slice(end + 1), options);
  // The shape was built by the options that the type parameters stand for.
  return reading.result as Args<B, S, C>;
}

type Value = string | number | boolean;

/** The arguments read so far. */
class Reading {
  readonly result: Record<string, unknown> & { _: (string | number)[]; "--"?: string[] } = {
    _: [],
  };
  readonly #aliases = new Map<string, ReadonlySet<string>>();
  readonly #boolean: ReadonlySet<string>;
  readonly #string: ReadonlySet<string>;
  readonly #collect: ReadonlySet<string>;
  readonly #negatable: ReadonlySet<string>;
  readonly #allBoolean: boolean;
  readonly #unknown: NonNullable<ParseOptions["unknown"]>;

  constructor(options: ParseOptions) {
    for (const [name, others] of Object.entries(options.alias ?? {})) {
      const names = [name, ...[others].flat()];
      for (const it of names) this.#aliases.set(it, new Set(names.filter((n) => n !== it)));
    }
    this.#allBoolean = options.boolean === true;
    this.#boolean = this.#names(typeof options.boolean === "boolean" ? [] : options.boolean);
    this.#string = this.#names(options.string);
    this.#collect = this.#names(options.collect);
    this.#negatable = this.#names(options.negatable);
    this.#unknown = options.unknown ?? ((arg) => arg);
  }

  positional(arg: string): void {
    if (this.#unknown(arg) === false) return;
    this.result._.push(this.#string.has("_") ? arg : numberOr(arg));
  }

  /** Reads `--name`; true where the argument after it was its value. */
  long(arg: string, follower: string | undefined): boolean {
    const text = arg.slice(2);
    const equals = text.indexOf("=", 1);
    if (equals > 0) {
      const key = text.slice(0, equals);
      const value = text.slice(equals + 1);
      this.#set(key, this.#boolean.has(key) ? value !== "false" : value, arg);
      return false;
    }
    const positive = text.startsWith("no-") ? text.slice(3) : "";
    if (this.#negatable.has(positive)) {
      this.#assign(positive, false, false);
      return false;
    }
    // Here, unlike after a short option, a lone `-` is no value.
    if (this.#allBoolean || follower?.startsWith("-")) {
      return this.#valued(text, arg, booleanOnly(follower));
    }
    return this.#valued(text, arg, follower);
  }

  /** Reads `-n` or a group; true where the argument after it was the last letter's value. */
  short(arg: string, follower: string | undefined): boolean {
    const letters = arg.slice(1);
    for (let i = 0; i < letters.length - 1; i++) {
      const letter = letters[i] ?? "";
      const rest = letters.slice(i + 1);
      const attached = rest.startsWith("=")
        ? rest.slice(1)
        : /^[A-Za-z]-?\d+(\.\d*)?(e-?\d+)?$/.test(letter + rest) || /^\W/.test(rest)
        ? rest
        : undefined;
      if (attached !== undefined) {
        this.#set(letter, attached, arg);
        return false;
      }
      this.#set(letter, this.#bare(letter), arg);
    }
    return this.#valued(letters.slice(-1), arg, follower);
  }

  finish(rest: readonly string[], options: ParseOptions): void {
    for (const [name, value] of Object.entries(options.default ?? {})) {
      if (!has(this.result, name)) this.#assign(name, value, false);
    }
    for (const name of this.#boolean) {
      if (!has(this.result, name)) put(this.result, name, this.#collect.has(name) ? [] : false);
    }
    for (const name of this.#string) {
      if (this.#collect.has(name) && !has(this.result, name)) put(this.result, name, []);
    }
    if (options["--"]) this.result["--"] = [...rest];
    else this.result._.push(...rest);
  }

  #valued(key: string, arg: string, follower: string | undefined): boolean {
    const boolean = this.#boolean.has(key);
    if (
      follower !== undefined && booleanOnly(follower) !== undefined && (boolean || this.#allBoolean)
    ) {
      this.#set(key, follower !== "false", arg);
      return true;
    }
    if (follower === undefined || follower === "" || boolean || /^--?[^-]/.test(follower)) {
      this.#set(key, this.#bare(key), arg);
      return false;
    }
    this.#set(key, follower, arg);
    return true;
  }

  #bare(key: string): Value {
    return this.#string.has(key) ? "" : true;
  }

  #set(key: string, value: Value, arg: string): void {
    const known =
      [this.#boolean, this.#string, this.#collect, this.#aliases].some((it) => it.has(key)) ||
      (this.#allBoolean && /^--[^=]+$/.test(arg));
    if (!known && this.#unknown(arg, key, value) === false) return;
    const decoded = typeof value === "string" && !this.#string.has(key) ? numberOr(value) : value;
    this.#assign(key, decoded, this.#collect.has(key));
  }

  #assign(key: string, value: unknown, collect: boolean): void {
    for (const name of [key, ...this.#aliases.get(key) ?? []]) {
      const held = collect ? get(this.result, name) : undefined;
      const list = Array.isArray(held) ? held : [];
      put(this.result, name, collect ? [...list, value] : value);
    }
  }

  #names(given: string | readonly string[] | undefined): ReadonlySet<string> {
    const names = [given ?? []].flat().filter((name) => name !== "");
    return new Set(names.flatMap((name) => [name, ...this.#aliases.get(name) ?? []]));
  }
}

function booleanOnly(text: string | undefined): string | undefined {
  return text === "true" || text === "false" ? text : undefined;
}

function numberOr(text: string): string | number {
  return /\S/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A dotted name stands for a nested key. */
function get(target: object, name: string): unknown {
  let held: unknown = target;
  for (const key of name.split(".")) {
    if (typeof held !== "object" || held === null || !Object.hasOwn(held, key)) return undefined;
    held = Reflect.get(held, key);
  }
  return held;
}

function has(target: object, name: string): boolean {
  return get(target, name) !== undefined;
}

function put(target: object, name: string, value: unknown): void {
  const [key = "", ...rest] = name.split(".");
  if (key === "__proto__" || key === "constructor") return;
  if (rest.length === 0) {
    Reflect.set(target, key, value);
    return;
  }
  const held: unknown = Object.hasOwn(target, key) ? Reflect.get(target, key) : undefined;
  const inner = typeof held === "object" && held !== null ? held : {};
  Reflect.set(target, key, inner);
  put(inner, rest.join("."), value);
}
