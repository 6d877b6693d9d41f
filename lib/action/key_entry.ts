// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the `kv.*` actions give: entries of a bucket, as plain values. @module */

import type { KeyEntry } from "../driver/types.ts";
import type { Item, Json, Observation } from "../scenario/types.ts";
import type { ActionContext } from "./types.ts";

/** The subject of a key, for which its payload's type is declared: `$KV.config.theme`. */
export function subjectOfKey(bucket: string, key: string): string {
  return `$KV.${bucket}.${key}`;
}

/** Decodes what is stored under a subject by the type declared for it. */
export function decodeStored(subject: string, data: Uint8Array, context: ActionContext): Item {
  return context.decode(subject, "send", { subject, data, at: performance.now() });
}

/** An entry as `{ key, value, revision, operation }`; the value of a deleted key is null. */
export function entryItem(bucket: string, entry: KeyEntry, context: ActionContext): Item {
  const { key, revision, operation, data } = entry;
  if (operation !== "PUT") return { value: { key, value: null, revision, operation } };
  const { undecodable, ...payload } = decodeStored(subjectOfKey(bucket, key), data, context);
  return {
    value: { key, value: plainValue(payload), revision, operation },
    size: data.length,
    ...(undecodable !== undefined && { undecodable }),
  };
}

/** The revision that an action wrote, as `{ revision }`. */
export function revisionWritten(revision: number): Observation {
  return { items: [{ value: { revision } }] };
}

/**
 * A payload inside of another value. Nothing can ask there for an undeclared payload's JSON, so
 * what was written as a mapping or a list reads as one; bytes read as base64.
 */
function plainValue({ value, untyped }: Item): Json {
  if (value instanceof Uint8Array) return value.toBase64();
  return untyped === true && typeof value === "string" && /^[[{]/.test(value)
    ? jsonOrText(value)
    : value;
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Text may well begin with a bracket.
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
