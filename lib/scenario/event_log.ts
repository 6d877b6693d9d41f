// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Event logs as text: NDJSON, one event a line. @module */

import { maskText } from "./mask.ts";
import type { RunEvent } from "./types.ts";

/** A value with every text in it masked. */
export function maskDeep<T>(value: T, secrets: readonly string[]): T {
  if (secrets.length === 0) return value;
  // Masking keeps the shape: only texts and bytes change.
  return maskUnknown(value, secrets) as T;
}

function maskUnknown(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") return maskText(value, secrets);
  if (value instanceof Uint8Array) return maskBytes(value, secrets);
  if (Array.isArray(value)) return value.map((item: unknown) => maskUnknown(item, secrets));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map((
        [key, inner]: [string, unknown],
      ) => [key, maskUnknown(inner, secrets)]),
    );
  }
  return value;
}

function maskBytes(bytes: Uint8Array, secrets: readonly string[]): Uint8Array {
  const text = latin1(bytes);
  const encoded = secrets.map((secret) => latin1(new TextEncoder().encode(secret)));
  if (!encoded.some((secret) => secret !== "" && text.includes(secret))) return bytes;
  return Uint8Array.from(maskText(text, encoded), (char) => char.charCodeAt(0));
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/**
 * Writes a run's events, one JSON object a line, each with the run's id. Bytes become
 * `{"$text": …}` where they are UTF-8, `{"$base64": …}` where not. Secrets are masked.
 */
export function toNdjson(
  run: string,
  events: readonly RunEvent[],
  secrets: readonly string[] = [],
): string {
  return events.map((event) => {
    const masked = { ...maskDeep(event, secrets), ...ownWords(event) };
    return `${JSON.stringify({ run, ...masked }, replaceBytes)}\n`;
  }).join("");
}

/** What of an event the rig itself has words for: no secret is meant, however short it may be. */
function ownWords(event: RunEvent): { readonly [key: string]: string } {
  return {
    kind: event.kind,
    ...(event.step === undefined ? {} : { step: event.step }),
    ...(event.kind === "status" ? { status: event.status } : {}),
    ...(event.kind === "output" ? { stream: event.stream } : {}),
  };
}

function replaceBytes(_key: string, value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  const text = new TextDecoder("utf-8").decode(value);
  const same = new TextEncoder().encode(text);
  const lossless = same.length === value.length &&
    same.every((byte, index) => byte === value[index]);
  return lossless ? { $text: text } : { $base64: value.toBase64() };
}

/**
 * Reads events back, by run. Lines must be as {@linkcode toNdjson} wrote them.
 *
 * @throws {SyntaxError} where a line is not JSON
 */
export function fromNdjson(text: string): ReadonlyMap<string, readonly RunEvent[]> {
  const lines = text.split("\n").filter((line) => line !== "");
  const parsed = lines.map((line) => {
    // The reviver restores what toNdjson wrote; the file is trusted to be one of ours.
    const { run, ...event } = JSON.parse(line, reviveBytes) as { run: string } & RunEvent;
    return { run, event: event as RunEvent };
  });
  const groups = Map.groupBy(parsed, (entry) => entry.run);
  return new Map([...groups].map(([run, entries]) => [run, entries.map((entry) => entry.event)]));
}

function reviveBytes(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  const [entry] = entries;
  if (entries.length !== 1 || entry === undefined || typeof entry[1] !== "string") return value;
  if (entry[0] === "$text") return new TextEncoder().encode(entry[1]);
  return entry[0] === "$base64" ? Uint8Array.fromBase64(entry[1]) : value;
}
