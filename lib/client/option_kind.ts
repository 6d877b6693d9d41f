// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { isContextName } from "./context.ts";
import {
  isCredentialsText,
  isPublicUserKey,
  isSecret,
  jwtProblem,
  parseCredentials,
  seedProblem,
} from "./credentials.ts";
import { longestTimer } from "./milliseconds.ts";
import type { ServerUrl } from "./server_url.ts";
import { parseServerUrl } from "./server_url.ts";
import { hidden, unfit } from "./unfit.ts";

/** Turns an option's value into that of a setting, or throws an error that names the option. */
export type OptionKind<T> = (value: unknown, option: string) => T;

/** True or false. */
export function flag(value: unknown, option: string): boolean {
  if (typeof value === "boolean") return value;
  throw unfit(option, "true or false", value);
}

/** The opposite of true or false. */
export function opposite(value: unknown, option: string): boolean {
  return !flag(value, option);
}

/** A text that may be shown. */
export function text(value: unknown, option: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what it looks for
  if (typeof value === "string" && value !== "" && !/[\u0000-\u001f\u007f]/.test(value)) {
    return value;
  }
  throw unfit(option, "a text that is not empty, without control characters", value);
}

/** A text that no error shows. */
export function secret(value: unknown, option: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw unfit(option, "a text that is not empty", hidden);
}

/** The first tokens of subjects. */
export function subjectPrefix(value: unknown, option: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what it looks for
  const token = /^[^\s\u0000-\u001f\u007f]+$/;
  const fits = typeof value === "string" &&
    value.split(".").every((it) => token.test(it) && it !== "*" && it !== ">");
  if (fits) return value;
  throw unfit(option, "tokens with dots between them, without wildcards and white space", value);
}

/** A whole number from 1. */
export function count(value: unknown, option: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  throw unfit(option, "a whole number from 1", value);
}

/** A whole number from -1. */
export function attempts(value: unknown, option: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= -1) return value;
  throw unfit(option, "a whole number from -1 (no end)", value);
}

/** Milliseconds of a duration. */
export function duration(value: unknown, option: string): number {
  const milliseconds = scaled(value, durationUnits) ?? 0;
  if (milliseconds > 0 && milliseconds <= longestTimer) return milliseconds;
  throw unfit(option, "a duration such as 250ms, up to 24 days", value);
}

/** Milliseconds of a duration, which may be 0. */
export function durationFromZero(value: unknown, option: string): number {
  return value === 0 ? 0 : duration(value, option);
}

/** Bytes. */
export function size(value: unknown, option: string): number {
  const bytes = Math.round(scaled(value, sizeUnits) ?? 0);
  if (bytes > 0 && Number.isSafeInteger(bytes)) return bytes;
  throw unfit(option, "a size such as 2MiB", value);
}

/** A function. */
export function callback<F>(value: unknown, option: string): F {
  // What a function takes and gives cannot be checked before it is called.
  if (typeof value === "function") return value as F;
  throw unfit(option, "a function", value);
}

/** Servers: one text with commas between them, or a list. */
export function servers(value: unknown, option: string): readonly ServerUrl[] {
  const rule = "a server's URL or a list of them";
  const texts: readonly unknown[] = typeof value === "string"
    ? value.split(",")
    : Array.isArray(value)
    ? value
    : [];
  if (texts.length === 0) throw unfit(option, rule, value);
  // A password with a comma in it was split: its first part has no @ to be known by.
  const masked = typeof value === "string" && value.includes("@");
  return texts.map((it) => {
    if (typeof it !== "string" || it.trim() === "") throw unfit(option, rule, value);
    const url = it.trim();
    return parseServerUrl(url, option, masked && !url.includes("@") ? hidden : url);
  });
}

/** Credentials: their text, or a path. */
export function credentials(value: unknown, option: string): string {
  const given = secret(value, option);
  if (!isCredentialsText(given)) return given;
  const parsed = parseCredentials(given);
  if (typeof parsed !== "string") return given;
  throw unfit(option, `the path of a file, or ${parsed}`, hidden);
}

/** An nkey: its seed, a path, or a public key. */
export function nkey(value: unknown, option: string): string {
  const given = secret(value, option).trim();
  const problem = seedProblem(given);
  if (problem === undefined || isPublicUserKey(given)) return given;
  if (/[/\\.]/.test(given) && !isSecret(given)) return given;
  throw unfit(option, `${problem}, or the path of a file with it such as ./user.nk`, hidden);
}

/** A JWT, or a function that gives it. */
export function jwt(value: unknown, option: string): string | (() => string) {
  if (typeof value === "function") return callback<() => string>(value, option);
  const given = secret(value, option).trim();
  const problem = jwtProblem(given);
  if (problem === undefined) return given;
  throw unfit(option, `${problem}, or a function that gives one`, hidden);
}

/** The name of a context, or whether to take the selected one. */
export function context(value: unknown, option: string): string | boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && isContextName(value)) return value;
  throw unfit(option, "the name of a context of the nats CLI, or true", value);
}

const durationUnits: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1000,
  m: 60e3,
  h: 3.6e6,
};
const sizeUnits: { readonly [unit: string]: number } = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

function scaled(
  value: unknown,
  units: { readonly [unit: string]: number },
): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(value) ?? [];
  const scale = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return scale === undefined ? undefined : Number(digits) * scale;
}
