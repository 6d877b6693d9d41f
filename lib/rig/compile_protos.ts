// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The codecs of scenarios, their own .proto files compiled. @module */

import { compileProto, createCodec, ProtoError, type ProtoProblem } from "../codec/mod.ts";
import type { PayloadCodec } from "../codec/types.ts";
import { protoFilesOf } from "../scenario/plan.ts";
import type { Diagnostic, Node, Scenario, Source, Span } from "../scenario/types.ts";
import { shownPath } from "./find_files.ts";
import { readSource } from "./read_source.ts";
import { resolve } from "node:path";

/** What {@linkcode compileProtos} is told. */
export interface CompileProtosOptions {
  readonly cwd: string;
  /** The folder of a scenario's file, absolute. */
  folderOf(scenario: Scenario): string;
  readonly signal?: AbortSignal;
  readonly progress?: (line: string) => void;
}

/** What came out of compiling. */
export interface CompiledProtos {
  /** By the scenario's file. */
  readonly codecs: ReadonlyMap<string, PayloadCodec>;
  /** The codec of scenarios without types of their own. */
  readonly plain: PayloadCodec;
  readonly diagnostics: readonly Diagnostic[];
  /** The .proto files that diagnostics point into. */
  readonly sources: readonly Source[];
}

/**
 * Makes the codecs of scenarios; each set of .proto files is compiled once.
 *
 * @throws {ProtoError} `tool` where the compiler cannot be run
 */
export async function compileProtos(
  scenarios: readonly Scenario[],
  options: CompileProtosOptions,
): Promise<CompiledProtos> {
  const diagnostics: Diagnostic[] = [];
  const sources = new Map<string, Source>();
  const codecs = new Map<string, PayloadCodec>();
  const compiled = new Map<string, Promise<Uint8Array>>();
  for (const scenario of scenarios) {
    const { files, missing } = protoPaths(scenario, options);
    diagnostics.push(...missing);
    const key = JSON.stringify(files);
    try {
      const set = files.length === 0
        ? undefined
        : compiled.get(key) ?? compileProto(files, options);
      if (set !== undefined) compiled.set(key, set);
      const descriptorSets = set === undefined ? [] : [await set];
      codecs.set(
        scenario.source.path,
        await createCodec({ descriptorSets, uses: typesUsed(scenario) }),
      );
    } catch (error) {
      if (!(error instanceof ProtoError) || error.code !== "invalid") throw error;
      codecs.set(scenario.source.path, unknownTypes);
      diagnostics.push(...describe(error.problems, { sources, cwd: options.cwd, scenario }));
    }
    if (missing.length > 0) codecs.set(scenario.source.path, unknownTypes);
  }
  const plain = await createCodec({ uses: [] });
  return { codecs, plain, diagnostics, sources: [...sources.values()] };
}

/**
 * Stands for a codec whose types are not known, as .proto files are wrong or not compiled yet: every
 * type is taken as given, so that planning finds what else is wrong. Nothing is encoded with it.
 */
export const unknownTypes: PayloadCodec = {
  types: [],
  has: () => true,
  encode: () => new Uint8Array(),
  decode: () => null,
  fields: () => undefined,
};

function protoPaths(
  scenario: Scenario,
  options: CompileProtosOptions,
): { files: string[]; missing: Diagnostic[] } {
  const files: string[] = [];
  const missing: Diagnostic[] = [];
  for (const { path, span } of protoFilesOf(scenario)) {
    const file = resolve(options.folderOf(scenario), path);
    if (isFile(file)) files.push(file);
    else missing.push(missingFile(path, span));
  }
  return { files: files.sort(), missing };
}

function missingFile(path: string, span: Span): Diagnostic {
  const help = "paths start from the scenario's folder";
  return { severity: "error", message: `there is no file "${path}"`, span, help };
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The payload types a scenario names: a codec of plain ones needs no protobuf. */
function typesUsed(scenario: Scenario): string[] {
  const messages = scenario.root.entries.find(({ key }) => key === "messages");
  return messages === undefined ? [] : texts(messages.value);
}

function texts(node: Node): string[] {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" ? [node.value] : [];
    case "list":
      return node.items.flatMap(texts);
    case "map":
      return node.entries.flatMap(({ value }) => texts(value));
  }
}

function describe(
  problems: readonly ProtoProblem[],
  { sources, cwd, scenario }: {
    readonly sources: Map<string, Source>;
    readonly cwd: string;
    readonly scenario: Scenario;
  },
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const problem of problems) {
    const shown = shownPath(problem.file, cwd);
    const source = sources.get(shown) ?? readSource(problem.file, shown).source;
    if (source !== undefined) sources.set(shown, source);
    diagnostics.push({
      severity: "error",
      message: problem.message,
      notes: [`compiled for ${scenario.source.path}`],
      ...(source === undefined ? { file: shown } : { span: spanOf(problem, source) }),
    });
  }
  return diagnostics;
}

function spanOf(problem: ProtoProblem, source: Source): NonNullable<Diagnostic["span"]> {
  const start = offsetOf(source.text, problem.line, problem.column);
  const end = offsetOf(source.text, problem.endLine, problem.endColumn);
  return { file: source.path, start, end: Math.max(end, start + 1) };
}

/** Lines and columns count from 1. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let left = line - 1; left > 0; left--) {
    const next = text.indexOf("\n", start);
    if (next === -1) break;
    start = next + 1;
  }
  return Math.min(start + column - 1, text.length);
}
