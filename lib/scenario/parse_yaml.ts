// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** YAML text to nodes with positions. @module */

import type {
  Diagnostic,
  ListNode,
  MapEntry,
  MapNode,
  Node,
  ScalarNode,
  Source,
  Span,
} from "./types.ts";
import { yamlDiagnostics } from "./yaml_problem.ts";
import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument } from "yaml";
import type { Alias, Document, Node as YamlNode, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";

/** How many values a file may come to once its aliases are followed. */
export const maxNodes = 100_000;
/** How deep its values may be nested. */
export const maxDepth = 200;

/** What {@linkcode parseYaml} gives: a root where the text is one mapping, and what is wrong. */
export interface ParsedYaml {
  readonly root?: Node;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses one YAML 1.2 document. Duplicate keys, unknown tags, keys that are not text, numbers that
 * JSON lacks and aliases without a bound are refused.
 */
export function parseYaml(source: Source): ParsedYaml {
  if (source.text.trim() === "") {
    return {
      diagnostics: [{
        severity: "error",
        message: "the file is empty",
        file: source.path,
        help: "`natsrig init` writes a first scenario",
      }],
    };
  }
  const document = readDocument(source.text);
  if (document === undefined) {
    return { diagnostics: [{ severity: "error", message: "nested too deep", file: source.path }] };
  }
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    return { diagnostics: yamlDiagnostics(problems, source) };
  }
  return convertDocument(document, source);
}

/** The library's document; undefined where its parser, which is recursive, ran out of stack. */
function readDocument(text: string): Document.Parsed | undefined {
  try {
    return parseDocument(text, {
      version: "1.2",
      strict: true,
      // The library compares each key with all others; the converter looks them up.
      uniqueKeys: false,
      prettyErrors: false,
      stringKeys: false,
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function convertDocument(document: Document.Parsed, source: Source): ParsedYaml {
  const converter = new Converter(source);
  if (document.contents === null) return parseYaml({ ...source, text: "" });
  const root = converter.convert(document.contents, 0);
  return converter.diagnostics.length > 0 || root === undefined
    ? { diagnostics: converter.diagnostics }
    : { root, diagnostics: [] };
}

class Converter {
  readonly diagnostics: Diagnostic[] = [];
  /** Anchored nodes so far; the library would search the whole document for each alias. */
  readonly #anchors = new Map<string, YamlNode>();
  readonly #source: Source;
  readonly #open = new Set<YamlNode>();
  /** The outermost alias that is being followed. */
  #alias: Span | undefined;
  #count = 0;
  #stopped = false;

  constructor(source: Source) {
    this.#source = source;
  }

  convert(node: YamlNode, depth: number): Node | undefined {
    if (this.#stopped) return undefined;
    const span = this.#span(node.range);
    if (++this.#count > maxNodes) {
      const what = this.#alias === undefined ? "the file comes" : "the aliases come";
      return this.#stop(this.#alias ?? span, `${what} to more than ${maxNodes} values`);
    }
    if (depth > maxDepth) return this.#stop(span, `nested more than ${maxDepth} deep`);
    if (isAlias(node)) return this.#follow(node, span, depth);
    if (node.anchor !== undefined && this.#alias === undefined) {
      this.#anchors.set(node.anchor, node);
    }
    if (this.#open.has(node)) return this.#stop(span, "the value contains itself");
    this.#open.add(node);
    const converted = isMap(node)
      ? this.#map(node, span, depth)
      : isSeq(node)
      ? this.#list(node, span, depth)
      : isScalar(node)
      ? this.#scalar(node, span)
      : this.#refuse(span, "not a value");
    this.#open.delete(node);
    return converted;
  }

  #follow(alias: Alias, span: Span, depth: number): Node | undefined {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      return this.#refuse(span, `no anchor "&${alias.source}" before this alias`);
    }
    if (this.#open.has(target)) return this.#stop(span, `alias "*${alias.source}" contains itself`);
    const outermost = this.#alias === undefined;
    this.#alias ??= span;
    const converted = this.convert(target, depth + 1);
    if (outermost) this.#alias = undefined;
    return converted;
  }

  #map(map: YAMLMap, span: Span, depth: number): MapNode {
    const entries: MapEntry[] = [];
    const keys = new Set<string>();
    for (const pair of map.items) {
      const entry = isPair(pair) ? this.#entry(pair, depth) : undefined;
      if (entry === undefined) continue;
      if (keys.has(entry.key)) {
        const message = `the key ${JSON.stringify(entry.key)} stands here twice`;
        this.#refuse(entry.keySpan, message, "a mapping has each key once");
        continue;
      }
      keys.add(entry.key);
      entries.push(entry);
    }
    return { kind: "map", entries, span };
  }

  #entry(pair: Pair, depth: number): MapEntry | undefined {
    const key = pair.key;
    if (!isScalar(key) || typeof key.value !== "string") {
      const span = isScalar(key) || isMap(key) || isSeq(key)
        ? this.#span(key.range)
        : this.#span(null);
      return isScalar(key) && key.value === null
        ? this.#refuse(span, "a key is missing before the colon")
        : this.#refuse(span, "a key must be text", "put it in quotes");
    }
    const keySpan = this.#span(key.range);
    if (key.value === "<<" && key.type === "PLAIN") {
      const help = "write the keys out; `key: *alias` takes over a whole value";
      return this.#refuse(keySpan, "YAML 1.2 has no merge key <<", help);
    }
    // A key without a value has a null scalar, or nothing at all in flow mappings.
    const value = isNode(pair.value)
      ? this.convert(pair.value, depth + 1)
      : { kind: "scalar" as const, value: null, span: keySpan };
    return value === undefined ? undefined : { key: key.value, keySpan, value };
  }

  #list(list: YAMLSeq, span: Span, depth: number): ListNode {
    const items: Node[] = [];
    for (const item of list.items) {
      const converted = isNode(item) ? this.convert(item, depth + 1) : undefined;
      if (converted !== undefined) items.push(converted);
    }
    return { kind: "list", items, span };
  }

  #scalar(scalar: Scalar, span: Span): ScalarNode | undefined {
    const value = scalar.value;
    if (typeof value === "number" && !Number.isFinite(value)) {
      return this.#refuse(span, "not a number that JSON has");
    }
    if (
      value === null || typeof value === "string" || typeof value === "boolean" ||
      typeof value === "number"
    ) return { kind: "scalar", value, span };
    return this.#refuse(span, "not a text, number, boolean or null");
  }

  #refuse(span: Span, message: string, help?: string): undefined {
    this.diagnostics.push({
      severity: "error",
      message,
      span,
      ...(help === undefined ? {} : { help }),
    });
    return undefined;
  }

  #stop(span: Span, message: string): undefined {
    this.#stopped = true;
    return this.#refuse(span, message);
  }

  #span(range: readonly [number, number, number] | null | undefined): Span {
    const limit = this.#source.text.length;
    const start = Math.min(range?.[0] ?? 0, limit);
    return {
      file: this.#source.path,
      start,
      end: Math.min(Math.max(range?.[1] ?? start, start), limit),
    };
  }
}

function isNode(value: unknown): value is YamlNode {
  return isAlias(value) || isMap(value) || isSeq(value) || isScalar(value);
}
