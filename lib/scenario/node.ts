// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Reading nodes. @module */

import type { Json, MapEntry, MapNode, Node, Span } from "./types.ts";

/** The plain value of a node. */
export function toJson(node: Node): Json {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(toJson);
    case "map":
      return Object.fromEntries(node.entries.map((entry) => [entry.key, toJson(entry.value)]));
  }
}

/** A plain value as a node, every part of it at one place. */
export function fromJson(value: Json, span: Span): Node {
  if (isJsonList(value)) {
    return { kind: "list", items: value.map((item) => fromJson(item, span)), span };
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, inner]) => ({
      key,
      keySpan: span,
      value: fromJson(inner, span),
    }));
    return { kind: "map", entries, span };
  }
  return { kind: "scalar", value, span };
}

/** A JSON value that is an object. */
export function isJsonObject(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Uint8Array);
}

/** A JSON value that is a list. */
export function isJsonList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The entry of a key. */
export function entryOf(node: Node | undefined, key: string): MapEntry | undefined {
  return node?.kind === "map" ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The value under a key. */
export function valueOf(node: Node | undefined, key: string): Node | undefined {
  return entryOf(node, key)?.value;
}

/** A mapping with some of its keys. */
export function pick(node: MapNode, keep: (key: string) => boolean): MapNode {
  return { ...node, entries: node.entries.filter((entry) => keep(entry.key)) };
}

/** The node at a path, or the last one on the way to it. */
export function locate(node: Node, path: readonly PropertyKey[]): Node {
  let current = node;
  for (const segment of path) {
    const next = typeof segment === "number" && current.kind === "list"
      ? current.items[segment]
      : valueOf(current, String(segment));
    if (next === undefined) return current;
    current = next;
  }
  return current;
}
