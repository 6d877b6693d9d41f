// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the `object.*` actions give: objects of a bucket, as plain values. @module */

import type { ObjectEntry } from "../driver/types.ts";
import type { Item } from "../scenario/types.ts";

/** The subject for which an object's type is declared: `$O.files.photo`. */
export function subjectOfObject(bucket: string, key: string): string {
  return `$O.${bucket}.${key}`;
}

/** An object as `{ name, size, chunks, digest, deleted }`, and `description` where it has one. */
export function objectItem(entry: ObjectEntry): Item {
  return { value: { ...entry } };
}
