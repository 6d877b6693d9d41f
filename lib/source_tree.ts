// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The tree's own source as data, for the tests that hold its rules: which files there are, what
 * each imports.
 *
 * @module
 */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The tree's root, absolute. */
export const root: string = fileURLToPath(new URL("..", import.meta.url));

/** A text file of the tree. */
export interface SourceFile {
  /** From the root, with slashes: `lib/rig/mod.ts`. */
  readonly path: string;
  readonly text: string;
}

/** One import or re-export. */
export interface Import {
  /** As written: `../codec/mod.ts`, `zod`. */
  readonly specifier: string;
  /** The imported file from the root, for a relative specifier; otherwise the specifier. */
  readonly target: string;
  /** `import type`, or every name marked with `type`. */
  readonly typeOnly: boolean;
  /** The names taken; empty for `* as`, a default or a side effect. */
  readonly names: readonly string[];
  /** From 1. */
  readonly line: number;
}

/** Folders that hold no source of ours. */
const ignoredFolders: ReadonlySet<string> = new Set([".git", "node_modules", "coverage"]);

/** What only tests import, besides `test_*.ts` and `fake_*.ts`. */
const testOnly: ReadonlySet<string> = new Set([
  "compat/originals.ts",
  "lib/report/golden.ts",
  "lib/report/sample.ts",
  "lib/source_tree.ts",
]);

/** Every file whose name ends in one of the given ways, by path. */
export function sourceFiles(...endings: readonly string[]): readonly SourceFile[] {
  return paths(root)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
    .toSorted((a, b) => a.path < b.path ? -1 : 1);
}

/** True for what never runs in production: tests, and what only tests import. */
export function isTestCode({ path }: SourceFile): boolean {
  return path.endsWith("_test.ts") || /\/(test|fake)_\w+\.ts$/.test(path) || testOnly.has(path);
}

/** What a file imports: statements, and `import("…")`; not what is put together at run time. */
export function importsOf(file: SourceFile): readonly Import[] {
  const statement = /^(?:import|export)\s+(type\s+)?([\w$*\s{},]*?)\s*from\s*"([^"]+)"/gm;
  const bare = /(?:^import\s*|\bimport\(\s*)"([^"$]+)"/gm;
  const found = [
    ...[...file.text.matchAll(statement)].map((match) => {
      const [, type, clause = "", specifier = ""] = match;
      const items = namedItems(clause);
      const names = items.map((item) => nameOf(item));
      const allTypes = items.length > 0 && items.every((item) => item.startsWith("type "));
      return importAt(file, match.index, {
        specifier,
        typeOnly: type !== undefined || allTypes,
        names,
      });
    }),
    ...[...withoutComments(file.text).matchAll(bare)].map((match) =>
      importAt(file, match.index, { specifier: match[1] ?? "", typeOnly: false, names: [] })
    ),
  ];
  return found.toSorted((a, b) => a.line - b.line);
}

/** The names a file exports by declaration. */
export function declaredExports({ text }: SourceFile): readonly string[] {
  const declaration =
    /^export (?:abstract |async )*(?:function\*?|class|const|let|enum|interface|type) ([\w$]+)/gm;
  const names = [...text.matchAll(declaration)].map(([, name = ""]) => name);
  return [...new Set(names)];
}

/** The text with each comment blanked out; positions stay. Texts that hold `//` stay whole. */
export function withoutComments(text: string): string {
  const token =
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/.*$/gm;
  return text.replace(token, (part) => part.startsWith("/") ? part.replace(/[^\n]/g, " ") : part);
}

/** The line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function paths(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      return ignoredFolders.has(entry.name) ? [] : paths(join(folder, entry.name));
    }
    return entry.isFile() ? [relative(root, join(folder, entry.name)).replaceAll("\\", "/")] : [];
  });
}

function namedItems(clause: string): readonly string[] {
  const braces = /\{([\s\S]*)\}/.exec(clause)?.[1] ?? "";
  return braces.split(",").map((item) => item.trim()).filter((item) => item !== "");
}

function nameOf(item: string): string {
  return item.replace(/^type\s+/, "").split(/\s+as\s+/)[0] ?? item;
}

function importAt(
  file: SourceFile,
  offset: number,
  found: Omit<Import, "line" | "target">,
): Import {
  const { specifier } = found;
  const target = specifier.startsWith(".")
    ? join(dirname(file.path), specifier).replaceAll("\\", "/")
    : specifier;
  return { ...found, target, line: lineAt(file.text, offset) };
}
