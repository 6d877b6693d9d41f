// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The headers a client sends: `--header`. @module */

import type { HeadersInit } from "../lib/client/payload.ts";
import type { Lookup } from "../lib/scenario/template.ts";
import { checkVariables, fillToText } from "./client_variables.ts";
import { type Flag, type Input, UsageError } from "./command.ts";

/** `--header`. */
export const headerFlag: Flag = {
  name: "header",
  short: "H",
  value: "NAME:VALUE",
  repeated: true,
  about: "send a header along",
};

/**
 * Reads the headers to send.
 *
 * @param variables the names that variables in values can begin with
 * @returns makes the headers for the variables' values
 * @throws {UsageError} for one that is no `NAME:VALUE`, or has an unknown variable
 */
export function readHeaders(
  input: Input,
  variables: readonly string[],
): (lookup: Lookup) => HeadersInit {
  const pairs = input.values("header").map((text) => {
    const [, name, value] = /^([^:]+):[ \t]*(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`--header must be NAME:VALUE: current value is "${text}"`);
    }
    checkVariables("--header", value, variables);
    return [name.trim(), value] as const;
  });
  return (lookup) => {
    const headers = new Map<string, string[]>();
    for (const [name, value] of pairs) {
      headers.set(name, [...headers.get(name) ?? [], fillToText(value, lookup)]);
    }
    return Object.fromEntries(headers);
  };
}
