// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the YAML parser complains about, in plain words and at the place of the mistake. @module */

import type { Diagnostic, Source } from "./types.ts";
import type { YAMLError } from "yaml";

/** What a complaint becomes; `start` and `end` where the parser's own place is not the mistake's. */
interface Reading {
  readonly message: string;
  readonly start?: number;
  readonly end?: number;
  readonly label?: string;
  readonly help?: string;
}

/** Mistakes that do not keep the parser from reading on; after any other one it only guesses. */
const local: readonly string[] = [
  "TAB_AS_INDENT",
  "TAG_RESOLVE_FAILED",
  "BAD_DQ_ESCAPE",
  "BAD_SCALAR_START",
  "MULTIPLE_DOCS",
];

/** The diagnostics of a text's YAML mistakes: what follows from an earlier mistake is left out. */
export function yamlDiagnostics(
  problems: readonly YAMLError[],
  source: Source,
): readonly Diagnostic[] {
  const ordered = problems.toSorted((a, b) => a.pos[0] - b.pos[0]);
  const first = ordered.findIndex((problem) => !local.includes(problem.code));
  const telling = first < 0 ? ordered : ordered.slice(0, first + 1);
  return telling.map((problem) => yamlDiagnostic(problem, source));
}

function yamlDiagnostic(problem: YAMLError, source: Source): Diagnostic {
  const { message, label, help, ...place } = read(problem, source.text);
  const limit = source.text.length;
  const start = Math.min(place.start ?? problem.pos[0], limit);
  const end = Math.min(Math.max(place.end ?? problem.pos[1], start), limit);
  return {
    severity: "error",
    message,
    span: { file: source.path, start, end },
    ...(label === undefined ? {} : { label }),
    ...(help === undefined ? {} : { help }),
  };
}

const quoteIt = "put the text in quotes";

function read(problem: YAMLError, text: string): Reading {
  const [start, end] = problem.pos;
  switch (problem.code) {
    case "MULTIPLE_DOCS": {
      const help = "each scenario has a file of its own";
      return { message: "more than one YAML document in the file", end: start + 3, help };
    }
    case "TAB_AS_INDENT":
      return { message: "a tab in the indentation", help: "YAML is indented with spaces" };
    case "TAG_RESOLVE_FAILED":
      return { message: `unknown tag ${text.slice(start, end)}`, help: "a scenario has no tags" };
    case "BAD_SCALAR_START": {
      const message = `a text cannot begin with ${text.charAt(start)}`;
      return { message, help: quoteIt };
    }
    case "BAD_DQ_ESCAPE": {
      const help = "in double quotes, write \\\\ for a backslash; or use single quotes";
      return { message: `${text.slice(start, start + 2)} is no escape`, end: start + 2, help };
    }
    case "BLOCK_AS_IMPLICIT_KEY":
      return { message: "a second colon in a line", end: lineEnd(text, start), help: quoteIt };
    case "RESOURCE_EXHAUSTION":
      return { message: "nested too deep" };
    default:
      return readStructure(problem, text);
  }
}

/** Mistakes of brackets, quotes and indentation, where the parser notices late. */
function readStructure(problem: YAMLError, text: string): Reading {
  const [start, end] = problem.pos;
  const [line = ""] = problem.message.split("\n", 1);
  if (text.slice(start - 1, start + 1) === "${") {
    const variable = /^[^}\n]*\}/.exec(text.slice(start - 1))?.[0] ?? "${";
    const help = `write "${variable}"`;
    const message = "a variable between braces or brackets must stand in quotes";
    return { message, start: start - 1, end: start - 1 + variable.length, help };
  }
  const open = /^Flow (map|sequence) in block/.test(line) || /expected .* to end with/.test(line)
    ? lastOpen(text, start)
    : undefined;
  if (open !== undefined) {
    const closing = text.charAt(open) === "[" ? "]" : "}";
    return {
      message: `${text.charAt(open)} is never closed`,
      start: open,
      end: open + 1,
      label: `${closing} is missing`,
    };
  }
  if (line.startsWith("Missing closing")) {
    const quote = line.includes('"') ? '"' : "'";
    const from = openQuote(text, quote);
    return {
      message: "a text in quotes has no end",
      start: from,
      end: from + 1,
      label: `the closing ${quote} is missing`,
    };
  }
  if (line.includes("without - indicator")) {
    const message = "a line in a list that is no item of it";
    const help = "indent it like the line before, or begin an item with `- `";
    return { message, ...wordAt(text, start), help };
  }
  if (/same column|indent/i.test(line)) {
    const message = `not YAML: ${lowerFirst(line)}`;
    return { message, ...wordAt(text, start), help: "look at the indentation of this line" };
  }
  return { message: `not YAML: ${lowerFirst(line)}`, start, end };
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function lineEnd(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  return (feed < 0 ? text : text.slice(0, feed)).trimEnd().length;
}

/** The first word at or behind an offset. */
function wordAt(text: string, from: number): { readonly start: number; readonly end: number } {
  const start = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
  return { start, end: start + (/^[^\s:]*/.exec(text.slice(start))?.[0].length ?? 0) };
}

/** The last bracket before an offset that is not closed by then; texts and comments are skipped. */
function lastOpen(text: string, until: number): number | undefined {
  const open: number[] = [];
  const token = /"(?:\\.|[^"\\])*"|'[^']*'|(?:^|\s)#.*|[[\]{}]/gm;
  for (const match of text.slice(0, until).matchAll(token)) {
    if (match[0] === "[" || match[0] === "{") open.push(match.index);
    else if (match[0] === "]" || match[0] === "}") open.pop();
  }
  return open.at(-1);
}

/** The quote that begins a text without end: the last one that is not within another text. */
function openQuote(text: string, quote: string): number {
  const token = /"(?:\\.|[^"\\])*("|$)|(?<![\w.])'(?:''|[^'])*('|$)|(?:^|\s)#.*/gm;
  for (const match of text.matchAll(token)) {
    if (match[0].startsWith(quote) && match[1] === "" || match[2] === "") return match.index;
  }
  return Math.max(0, text.lastIndexOf(quote));
}
