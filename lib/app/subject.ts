// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Subject patterns with named tokens. */

export {
  isToken,
  parsePattern,
  readParams,
  type SubjectPattern,
} from "../client/subject_pattern.ts";

/** Whether a subject is one of a pattern's (without named tokens). */
export function matchesSubject(pattern: string, subject: string): boolean {
  const wanted = pattern.split(".");
  const tokens = subject.split(".");
  for (const [index, token] of wanted.entries()) {
    if (token === ">") return tokens.length > index;
    if (tokens[index] === undefined || (token !== "*" && token !== tokens[index])) return false;
  }
  return tokens.length === wanted.length;
}

/** A name for a subject's endpoint that the service protocol allows: `*.echo` gives `any-echo`. */
export function endpointName(subject: string): string {
  const words: { readonly [token: string]: string } = { "*": "any", ">": "all" };
  return subject.split(".").map((token) => words[token] ?? token.replace(/[^\w-]/g, "_"))
    .join("-");
}
