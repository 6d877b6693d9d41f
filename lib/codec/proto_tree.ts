// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { basename, dirname, join } from "node:path";
import { sources as ownSources } from "../../proto/gen/sources.ts";
import { invalidProto, type ProtoProblem } from "./proto_error.ts";

/** A .proto file under the path that imports know it by. */
export interface ProtoFile {
  /** Absolute path; for the toolkit's own files the import path. */
  readonly path: string;
  readonly text: string;
}

/** An `import` statement. */
interface Import {
  readonly path: string;
  /** UTF-16 offset of the quoted path. */
  readonly offset: number;
}

// How far above a file the root of its imports may be.
const maxParents = 8;

/**
 * Collects .proto files with everything they import, by import path. An import is looked up among
 * the toolkit's own files, then from the importing file's folder upwards; what is found nowhere is
 * left for the compiler to complain about, and `google/protobuf/…` for it to provide.
 *
 * @param files absolute paths
 * @throws {ProtoError} `invalid` where a file cannot be read, or two go by one import path
 */
export async function readProtoTree(
  files: readonly string[],
): Promise<ReadonlyMap<string, ProtoFile>> {
  const tree = new Map<string, ProtoFile>();
  const problems: ProtoProblem[] = [];
  const queue: ProtoFile[] = [];
  for (const path of new Set(files)) {
    const text = await readSource(path);
    if (typeof text === "string") queue.push({ path, text });
    else problems.push({ ...startOf(path), message: text.problem });
  }
  const roots = [...queue];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const statement of findImports(file.text)) {
      const found = await resolveImport(statement.path, file);
      const present = tree.get(statement.path);
      if (found === undefined || found.path === present?.path) continue;
      if (present === undefined) {
        tree.set(statement.path, found);
        queue.push(found);
      } else problems.push({ ...placeOf(file, statement), message: ambiguity(present, found) });
    }
  }
  problems.push(...addRoots(tree, roots));
  if (problems.length > 0) throw invalidProto(problems);
  return tree;
}

/** Adds the files that none of the others imports, each under its plain name. */
function addRoots(tree: Map<string, ProtoFile>, roots: readonly ProtoFile[]): ProtoProblem[] {
  const problems: ProtoProblem[] = [];
  const imported = new Set([...tree.values()].map((file) => file.path));
  for (const root of roots) {
    if (imported.has(root.path)) continue;
    const name = basename(root.path);
    const present = tree.get(name);
    if (present === undefined) tree.set(name, root);
    else problems.push({ ...startOf(root.path), message: ambiguity(present, root) });
  }
  return problems;
}

function ambiguity(one: ProtoFile, other: ProtoFile): string {
  return `${basename(one.path)} stands for two files: ${one.path} and ${other.path}`;
}

async function resolveImport(path: string, from: ProtoFile): Promise<ProtoFile | undefined> {
  const own = ownSources.get(path);
  if (own !== undefined) return { path, text: own };
  if (path.startsWith("google/protobuf/") || path.split("/").includes("..")) return undefined;
  let folder = dirname(from.path);
  for (let level = 0; level <= maxParents; level++) {
    const candidate = join(folder, path);
    const text = await readSource(candidate);
    if (typeof text === "string") return { path: candidate, text };
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  return undefined;
}

async function readSource(path: string): Promise<string | { readonly problem: string }> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { problem: "there is no such file" };
    if (error instanceof TypeError) return { problem: "the file is not UTF-8 text" };
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The `import` statements of a .proto file, comments and other strings aside. */
export function findImports(text: string): Import[] {
  const imports: Import[] = [];
  // One alternative each for what may hide the word `import`, and the statement itself.
  const pattern =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\bimport\b(?:\s+(?:public|weak|option))?\s*(["'])([^"'\n]*)\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;
  for (const match of text.matchAll(pattern)) {
    const path = match[2];
    if (path !== undefined) {
      imports.push({ path, offset: match.index + match[0].length - path.length - 2 });
    }
  }
  return imports;
}

function startOf(file: string): Omit<ProtoProblem, "message"> {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

function placeOf(file: ProtoFile, statement: Import): Omit<ProtoProblem, "message"> {
  const before = file.text.slice(0, statement.offset).split("\n");
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  const endColumn = column + statement.path.length + 2;
  return { file: file.path, line, column, endLine: line, endColumn };
}
