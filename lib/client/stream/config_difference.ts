// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConfigDifference } from "./types.ts";

/** Keys of the server's own, which it adds to the metadata. */
const ownMetadata = /^_nats\./;

/** The keys of a wish that the present configuration does not fulfil; sorted. */
export function unmetKeys(wish: object, present: object): readonly string[] {
  const now = new Map(Object.entries(present));
  return Object.entries(wish)
    .filter(([key, value]) => value !== undefined && !meets(now.get(key), value))
    .map(([key]) => key)
    .toSorted();
}

/** What differs between two configurations; sorted by key. */
export function configDifferences(before: object, after: object): readonly ConfigDifference[] {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((key) => !meets(was.get(key), is.get(key)))
    .toSorted()
    .map((key) => ({ key, was: was.get(key), is: is.get(key) }));
}

/** Whether two values are the same to the server, which leaves out what is empty. */
function meets(present: unknown, wanted: unknown): boolean {
  if (present === wanted || (isEmpty(present) && isEmpty(wanted))) return true;
  if (Array.isArray(present) && Array.isArray(wanted)) {
    return present.length === wanted.length &&
      wanted.every((value, index) => meets(present[index], value));
  }
  if (!isObject(present) || !isObject(wanted)) return false;
  const [now, wish] = [new Map(Object.entries(present)), new Map(Object.entries(wanted))];
  return [...new Set([...now.keys(), ...wish.keys()])]
    .filter((key) => !ownMetadata.test(key))
    .every((key) => meets(now.get(key), wish.get(key)));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) {
    return true;
  }
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).every((key) => ownMetadata.test(key));
}
