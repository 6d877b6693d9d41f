// Copyright 2026 the natsrig authors. Apache-2.0 license.

import nodeAssert from "node:assert/strict";
import { inspect, isDeepStrictEqual } from "node:util";

/** Deep, strict equality as `@std/assert` has it. */
export function equal(actual: unknown, expected: unknown): boolean {
  return isDeepStrictEqual(actual, expected) ||
    isDeepStrictEqual(withPrototypes(actual), withPrototypes(expected));
}

/** How two values differ, line by line. */
export function difference(actual: unknown, expected: unknown): string {
  try {
    nodeAssert.deepStrictEqual(actual, expected);
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
  return `  ${inspect(actual)}`;
}

/** The part of `actual` that `expected` speaks of. */
export function subset(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((item, i) => i < expected.length ? subset(item, expected[i]) : item);
  }
  if (!isMapping(actual) || !isMapping(expected)) return actual;
  const part: Record<PropertyKey, unknown> = {};
  for (const key of Reflect.ownKeys(expected)) {
    if (key in actual) part[key] = subset(Reflect.get(actual, key), Reflect.get(expected, key));
  }
  return part;
}

/**
 * The original takes an object without a prototype (a pattern's groups, say) for a plain one;
 * `node:assert` does not. Gives a copy in which plain objects have their prototype.
 */
function withPrototypes(value: unknown, seen = new Map<object, unknown>()): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    seen.set(value, copy);
    for (const item of value) copy.push(withPrototypes(item, seen));
    return copy;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return value;
  const copy: Record<PropertyKey, unknown> = {};
  seen.set(value, copy);
  for (const key of Reflect.ownKeys(value)) {
    const held = withPrototypes(Reflect.get(value, key), seen);
    // Defined, not assigned: `__proto__` may be a key like any other.
    Object.defineProperty(copy, key, { value: held, enumerable: true, writable: true });
  }
  return copy;
}

/** An object whose properties are its content; not a date, a pattern, a collection, bytes. */
function isMapping(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !(value instanceof Date || value instanceof RegExp || value instanceof Map ||
    value instanceof Set || ArrayBuffer.isView(value));
}
