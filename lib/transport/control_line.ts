// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { errors } from "@nats-io/nats-core/internal";
import { parseServerInfo } from "./server_info.ts";

/** A control line that does not end within this many bytes is none. */
export const maxControlLine = 1024 * 1024;

/** nats-server allows no larger payload. */
const maxPayload = 64 * 1024 * 1024;
/** Digits of the largest number that is read exactly. */
const maxDigits = 15;
/** HMSG, subject, subscription, reply, two sizes. */
const maxFields = 6;
const shownBytes = 60;

const tab = 9;
const lf = 10;
const cr = 13;
const space = 32;
const zero = 48;
const letterH = 0x68;
const letterM = 0x6d;
/** Tells a capital letter from a small one. */
const caseBit = 0x20;

const verbs = ["MSG ", "HMSG ", "PING", "PONG", "+OK", "-ERR ", "INFO "] as const;
const longestVerb = 5;

/** Where the fields of the line being read begin and end; here, so that no line allocates. */
const starts = new Int32Array(maxFields);
const ends = new Int32Array(maxFields);

/**
 * Checks a whole control line, as strictly as nats-core's parser at the least.
 *
 * @param end where its LF is
 * @returns the number of payload bytes that follow, -1 where no payload does
 * @throws {ProtocolError} where it is none
 */
export function checkControlLine(bytes: Uint8Array, start: number, end: number): number {
  const last = end - 1;
  if (last < start || bytes[last] !== cr) throw refuse(bytes, [start, end], "it ends without CR");
  const kind = (bytes[start] ?? 0) | caseBit;
  if (kind === letterM && isVerb(bytes, start, "msg")) return checkMessage(bytes, start, last);
  if (kind === letterH && isVerb(bytes, start, "hmsg")) return checkMessage(bytes, start, last);
  checkPlainLine(bytes, start, last);
  return -1;
}

/**
 * The short way over the usual message: `MSG`, single spaces, all of it there.
 *
 * @returns where the next line begins; -1 where it is another, which is to be looked at closely
 */
export function skipMessage(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== 0x4d || bytes[start + 1] !== 0x53 || bytes[start + 2] !== 0x47) return -1;
  let sidStart = 0;
  let sidEnd = 0;
  let spaces = 0;
  let lastSpace = start + 3;
  if (bytes[lastSpace] !== space) return -1;
  let at = lastSpace + 1;
  for (let byte = bytes[at] ?? 0; byte >= space; byte = bytes[++at] ?? 0) {
    if (byte > space) continue;
    if (at === lastSpace + 1) return -1;
    lastSpace = at;
    spaces++;
    if (spaces === 1) sidStart = at + 1;
    else if (spaces === 2) sidEnd = at;
  }
  if (spaces < 2 || spaces > 3 || bytes[at] !== cr || bytes[at + 1] !== lf) return -1;
  const size = digits(bytes, lastSpace + 1, at);
  if (size < 0 || size > maxPayload || digits(bytes, sidStart, sidEnd) < 0) return -1;
  const end = at + 2 + size;
  return bytes[end] === cr && bytes[end + 1] === lf ? end + 2 : -1;
}

/** Whether bytes can be the beginning of a control line. */
export function beginsControlLine(bytes: Uint8Array): boolean {
  const text = decode(bytes, 0, Math.min(longestVerb, bytes.length)).toUpperCase()
    .replace("\t", " ");
  return verbs.some((verb) => verb.startsWith(text) || text.startsWith(verb));
}

/**
 * The error for bytes that are not of the protocol.
 *
 * @param reason what is wrong: `it has no size`
 */
export function notOfProtocol(bytes: Uint8Array, reason: string, cause?: unknown): Error {
  const more = bytes.length > shownBytes ? "…" : "";
  const shown = JSON.stringify(decode(bytes, 0, shownBytes) + more);
  return new errors.ProtocolError(`the server sent ${shown}: ${reason}`, { cause });
}

/** MSG or HMSG: subject, number of the subscription, perhaps a reply, sizes. */
function checkMessage(bytes: Uint8Array, start: number, last: number): number {
  const withHeaders = ((bytes[start] ?? 0) | caseBit) === letterH;
  // The verb is the first field.
  const count = splitFields(bytes, start, last) - 1;
  const sizes = withHeaders ? 2 : 1;
  if (count !== 2 + sizes && count !== 3 + sizes) {
    throw refuse(bytes, [start, last], "it has not the right number of fields");
  }
  if (number(bytes, 2) < 0) throw refuse(bytes, [start, last], "its subscription is no number");
  const size = number(bytes, count);
  if (size < 0 || size > maxPayload) throw refuse(bytes, [start, last], "its size is impossible");
  if (withHeaders) {
    const headerSize = number(bytes, count - 1);
    if (headerSize < 0 || headerSize > size) {
      throw refuse(bytes, [start, last], "the size of its headers is impossible");
    }
  }
  return size;
}

function checkPlainLine(bytes: Uint8Array, start: number, last: number): void {
  const line = decode(bytes, start, last);
  if (/^(?:PING|PONG|\+OK)[ \t]*$/i.test(line) || /^-ERR[ \t]/i.test(line)) return;
  const [, json] = /^INFO[ \t]+(.*)$/is.exec(line) ?? [];
  if (json === undefined) throw refuse(bytes, [start, last], "that is no line of the protocol");
  try {
    parseServerInfo(json);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : `${cause}`;
    throw notOfProtocol(bytes.subarray(start, last), reason, cause);
  }
}

/** Whether a line begins with a verb, given in small letters, and a blank. */
function isVerb(bytes: Uint8Array, start: number, verb: string): boolean {
  for (let i = 0; i < verb.length; i++) {
    if (((bytes[start + i] ?? 0) | caseBit) !== verb.charCodeAt(i)) return false;
  }
  const next = bytes[start + verb.length];
  return next === space || next === tab;
}

/** @returns the number of fields, or one more than there can be */
function splitFields(bytes: Uint8Array, start: number, last: number): number {
  let count = 0;
  let inside = false;
  for (let i = start; i < last; i++) {
    const byte = bytes[i];
    if (byte === cr) return maxFields + 1;
    if (byte === space || byte === tab) {
      if (inside) ends[count - 1] = i;
      inside = false;
    } else if (!inside) {
      if (count === maxFields) return maxFields + 1;
      starts[count++] = i;
      inside = true;
    }
  }
  if (inside) ends[count - 1] = last;
  return count;
}

/** The number in a field; -1 where it is none. */
function number(bytes: Uint8Array, field: number): number {
  return digits(bytes, starts[field] ?? 0, ends[field] ?? 0);
}

/** The number that some bytes are; -1 where they are none. */
function digits(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || end - start > maxDigits) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = (bytes[i] ?? 0) - zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function refuse(
  bytes: Uint8Array,
  [start, end]: readonly [number, number],
  reason: string,
): Error {
  return notOfProtocol(bytes.subarray(start, end), reason);
}

function decode(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}
