// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { ClientError } from "./error.ts";

/**
 * Checks a subject that messages are published to: tokens separated by dots, none of them empty,
 * without white space and wildcards.
 *
 * @throws {ClientError} `invalid-subject`
 */
export function checkSubject(subject: string, use = "publish to"): void {
  checkTokens(subject, use);
  if (subject.split(".").some((token) => token === "*" || token === ">")) {
    throw refuse(subject, use, "a subject without wildcards");
  }
}

/**
 * Checks a subject that is subscribed to: `*` may stand for a token, `>` for the last ones.
 *
 * @throws {ClientError} `invalid-subject`
 */
export function checkPattern(subject: string): void {
  const use = "subscribe to";
  checkTokens(subject, use);
  if (subject.split(".").slice(0, -1).includes(">")) {
    throw refuse(subject, use, "a subject with `>` at its end only");
  }
}

function checkTokens(subject: string, use: string): void {
  if (subject === "") throw refuse(subject, use, "a subject that is not empty");
  if (/\s/.test(subject)) throw refuse(subject, use, "a subject without white space");
  if (subject.split(".").includes("")) throw refuse(subject, use, "a subject without empty tokens");
}

function refuse(subject: string, use: string, rule: string): ClientError {
  return new ClientError(
    "invalid-subject",
    `Cannot ${use} "${subject}" as it must be ${rule}`,
    { subject },
  );
}
