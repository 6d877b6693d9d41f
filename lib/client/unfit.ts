// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { ClientError } from "./error.ts";

/** Stands for a value that no error may show. */
export const hidden = Symbol("hidden");

/**
 * The error of an option's value.
 *
 * @param rule what the value must be
 * @param value the value as it was given, or `hidden`
 */
export function unfit(
  name: string,
  rule: string,
  value: unknown,
  options?: ErrorOptions,
): ClientError {
  const message = unfitSentence("connect", { name, rule, value });
  return new ClientError("invalid-option", message, options);
}

/** A named value, and the rule that it breaks. */
export interface Unfit {
  readonly name: string;
  readonly rule: string;
  readonly value: unknown;
}

/** What is wrong with a value, in one sentence. */
export function unfitSentence(doing: string, { name, rule, value }: Unfit): string {
  return `Cannot ${doing} as '${name}' must be ${rule}: current value is ${show(value)}`;
}

/** A server's URL, or what was meant to be one, without its user, password and token. */
export function maskUrl(text: string): string {
  return text.replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/is, "$1***@");
}

const longest = 100;

function show(value: unknown): string {
  if (value === hidden) return "hidden";
  if (typeof value === "string") {
    const text = JSON.stringify(maskUrl(value));
    return text.length <= longest ? text : `${text.slice(0, longest)}…`;
  }
  if (typeof value === "number" || typeof value === "boolean") return `${value}`;
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "[]" : "a list";
  // What is in it may be secret.
  return `of type ${typeof value}`;
}
