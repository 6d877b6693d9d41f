// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { ClientError } from "./error.ts";

const encoder = new TextEncoder();
const dot = 46;
const star = 42;
const greater = 62;
/** The letters from `!` to `~`: neither white space nor control characters. */
const firstVisible = 33;
const lastVisible = 126;
/**
 * The most bytes of a subject. With a reply subject of as many it fits the 4096 bytes that a server
 * takes as a line by default; for a longer line it ends the connection, at each reconnect anew.
 */
const maxSubject = 2000;

/**
 * Checks a subject that messages are published to: tokens separated by dots, none of them empty,
 * without white space and wildcards.
 *
 * @throws {ClientError} `invalid-subject`
 */
export function checkSubject(subject: string, use = "publish to"): void {
  if (scan(subject, use) > -1) throw refuse(subject, use, "a subject without wildcards");
}

/**
 * Checks a subject that is subscribed to: `*` may stand for a token, `>` for the last ones.
 *
 * @throws {ClientError} `invalid-subject`
 */
export function checkPattern(subject: string): void {
  const use = "subscribe to";
  scan(subject, use);
  if (subject.split(".").slice(0, -1).includes(">")) {
    throw refuse(subject, use, "a subject with `>` at its end only");
  }
}

/** So many letters of a subject stand in an error. */
const shown = 200;

/** Goes through a subject once, as this is done for each message; gives a wildcard's position. */
function scan(subject: string, use: string): number {
  if (typeof subject !== "string") throw refuse(String(subject), use, "a text");
  const { length } = subject;
  if (length === 0) throw refuse(subject, use, "a subject that is not empty");
  if (length * 3 > maxSubject && encoder.encode(subject).length > maxSubject) {
    throw refuse(subject, use, `a subject of at most ${maxSubject} bytes`);
  }
  let wildcard = -1;
  let start = 0;
  for (let i = 0; i <= length; i++) {
    const code = i === length ? dot : subject.charCodeAt(i);
    if (code === dot) {
      if (i === start) throw refuse(subject, use, "a subject without empty tokens");
      if (i === start + 1) {
        const only = subject.charCodeAt(start);
        if (only === star || only === greater) wildcard = start;
      }
      start = i + 1;
    } else if ((code < firstVisible || code > lastVisible) && /[\s\p{Cc}]/u.test(subject)) {
      throw refuse(subject, use, "a subject without white space and control characters");
    }
  }
  return wildcard;
}

function refuse(subject: string, use: string, rule: string): ClientError {
  return new ClientError(
    "invalid-subject",
    `Cannot ${use} ${JSON.stringify(subject.slice(0, shown))} as it must be ${rule}`,
    { subject },
  );
}
