// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Which files the paths of a command line stand for. @module */

import type { Diagnostic } from "../scenario/types.ts";
import { scenarioIds } from "./scenario_id.ts";
import {
  basename,
  dirname,
  isAbsolute,
  join,
  matchesGlob,
  relative,
  resolve,
  sep,
} from "node:path";

/** A scenario file that is to be read. */
export interface ScenarioFile {
  /** Absolute. */
  readonly path: string;
  /** As people are shown it: relative to the working directory where it lies under it. */
  readonly shown: string;
  /** The scenario's id, unique among the files found together. */
  readonly id: string;
}

/** A file, and the folder its id is relative to. */
interface Found {
  readonly path: string;
  readonly base: string;
}

/**
 * Finds scenario files: files as they are, folders with every `*.yaml` and `*.yml` below them,
 * and globs. Folders and globs give their files sorted; a file named twice is found once.
 */
export function findFiles(
  paths: readonly string[],
  cwd: string,
): { readonly files: readonly ScenarioFile[]; readonly diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const found = new Map<string, Found>();
  for (const path of paths) {
    const result = find(path, cwd);
    if ("severity" in result) diagnostics.push(result);
    else for (const file of result) if (!found.has(file.path)) found.set(file.path, file);
  }
  const files = [...found.values()];
  const ids = scenarioIds(files.map(({ path, base }) => ({ path, base })));
  return {
    files: files.map(({ path }, index) => ({
      path,
      shown: shownPath(path, cwd),
      id: ids[index] ?? path,
    })),
    diagnostics,
  };
}

/** A path as people are shown it: relative to the working directory where it lies under it. */
export function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  if (short === "") return ".";
  const outside = short === ".." || short.startsWith(`..${sep}`) || isAbsolute(short);
  return outside ? path : short.replaceAll("\\", "/");
}

function find(path: string, cwd: string): readonly Found[] | Diagnostic {
  const absolute = resolve(cwd, path);
  try {
    const info = Deno.statSync(absolute);
    if (!info.isDirectory) return [{ path: absolute, base: dirname(absolute) }];
    const files = walk(absolute).filter((file) => /\.ya?ml$/.test(file));
    if (files.length > 0) return files.map((file) => ({ path: file, base: absolute }));
    return problem(path, "the folder holds no scenarios: no *.yaml or *.yml file in it");
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" && /[*?[{]/.test(path)) return findGlob(path, cwd);
    if (code === "ENOENT") return problem(path, "no such file or folder");
    return problem(path, `cannot be read: ${messageOf(error)}`);
  }
}

function findGlob(pattern: string, cwd: string): readonly Found[] | Diagnostic {
  const base = resolve(cwd, staticPart(pattern));
  const wanted = resolve(cwd, pattern);
  const info = statOrNothing(base);
  const found = info?.isDirectory === true
    ? walk(base).filter((path) => matchesGlob(path, wanted))
    : [];
  if (found.length === 0) return problem(pattern, "no file matches");
  return found.map((path) => ({ path, base }));
}

function statOrNothing(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The folders of a glob before its first wildcard. */
function staticPart(pattern: string): string {
  const parts = pattern.split("/");
  const wild = parts.findIndex((part) => /[*?[{]/.test(part));
  const fixed = parts.slice(0, wild).join("/");
  return fixed === "" ? (pattern.startsWith("/") ? "/" : ".") : fixed;
}

/** All files below a folder, hidden ones aside, sorted. */
function walk(folder: string): string[] {
  const files: string[] = [];
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory || (entry.isSymlink && isFolderLink(path));
    if (isFolder && !entry.isSymlink) files.push(...walk(path));
    else if (!isFolder) files.push(path);
  }
  return files.sort(compare);
}

/** A link to a folder may lead back to where it stands, and is not followed. */
function isFolderLink(path: string): boolean {
  return statOrNothing(path)?.isDirectory === true;
}

/** By folder and name, the same on every machine. */
function compare(a: string, b: string): number {
  const left = `${dirname(a)}/\0${basename(a)}`;
  const right = `${dirname(b)}/\0${basename(b)}`;
  return left < right ? -1 : left > right ? 1 : 0;
}

function problem(file: string, message: string): Diagnostic {
  return { severity: "error", message, file };
}

/** The code of a system error: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
