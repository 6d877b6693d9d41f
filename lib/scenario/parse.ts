// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The first stage: a file's text to a scenario. @module */

import { toJson, valueOf } from "./node.ts";
import { parseYaml } from "./parse_yaml.ts";
import type { Diagnostic, ListNode, MapNode, Node, Scenario, Source } from "./types.ts";

/** What {@linkcode parseScenario} gives. */
export interface ParsedScenario {
  /** Present where the file is one mapping, even if parts of it are wrong, so that planning can find more problems. */
  readonly scenario?: Scenario;
  /** What is wrong, in the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses a scenario file: YAML, one mapping. What its keys mean is checked by
 * {@linkcode planScenarios}, because variables may stand anywhere.
 *
 * @example
 * ```ts
 * import { parseScenario } from "@natsrig/natsrig/scenario";
 * import { assertEquals } from "@std/assert";
 *
 * const source = { path: "hi.yaml", text: "scenario: Hi\nsteps:\n  - print: hi\n" };
 * assertEquals(parseScenario(source, { id: "hi" }).scenario?.title, "Hi");
 * ```
 */
export function parseScenario(source: Source, options: { readonly id: string }): ParsedScenario {
  const { root, diagnostics } = parseYaml(source);
  if (root === undefined) return { diagnostics };
  if (root.kind !== "map") {
    return {
      diagnostics: [{
        severity: "error",
        message: "a scenario must be a mapping",
        span: root.span,
        help: "begin with `scenario: A title`",
      }],
    };
  }
  return { scenario: describe(source, options.id, root), diagnostics: [] };
}

function describe(source: Source, id: string, root: MapNode): Scenario {
  const title = valueOf(root, "scenario");
  const about = valueOf(root, "about");
  const tags = valueOf(root, "tags");
  return {
    source,
    id,
    title: title === undefined ? id : String(toJson(title)),
    titleSpan: title?.span ?? { ...root.span, end: root.span.start },
    tags: tags?.kind === "list" ? tags.items.map((item) => String(toJson(item))) : [],
    root,
    vars: new Map(entries(valueOf(root, "vars"))),
    matrix: new Map(
      entries(valueOf(root, "matrix")).filter((entry): entry is [string, ListNode] =>
        entry[1].kind === "list" && entry[1].items.length > 0
      ),
    ),
    ...(about === undefined ? {} : { about: String(toJson(about)) }),
  };
}

function entries(node: Node | undefined): [string, Node][] {
  return node?.kind === "map" ? node.entries.map((entry) => [entry.key, entry.value]) : [];
}
