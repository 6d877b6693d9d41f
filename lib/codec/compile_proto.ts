// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { dirname, join, resolve } from "node:path";
import { bufVersion, runBuf } from "./buf.ts";
import { cacheFolder } from "./cache_folder.ts";
import { invalidProto, ProtoError, type ProtoProblem } from "./proto_error.ts";
import { type ProtoFile, readProtoTree } from "./proto_tree.ts";

/** How .proto files are compiled. */
export interface CompileProtoOptions {
  /** The rig's cache; results are kept in `proto/` in it. Default: as `cacheFolder` says. */
  readonly cache?: string;
  /** Told when the compiler has to be run; the first time that fetches it from npm. */
  readonly progress?: (line: string) => void;
  /** Ends the wait, also for buf. */
  readonly signal?: AbortSignal;
}

/**
 * Compiles .proto files, with what they import, to a serialized
 * `google.protobuf.FileDescriptorSet`. Imports are looked up from the importing file's folder
 * upwards; the toolkit's own files and `google/protobuf/…` are always there. Results are cached by
 * the content of all the files; otherwise buf is run once for all of them.
 *
 * @example
 * ```ts
 * import { compileProto, createCodec } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const file = `${folder}/shop.proto`;
 * await Deno.writeTextFile(
 *   file,
 *   'syntax = "proto3"; package shop; message Order { string item = 1; }',
 * );
 * const codec = await createCodec({ descriptorSets: [await compileProto([file], { cache: folder })] });
 * assertEquals(codec.decode("shop.Order", codec.encode("shop.Order", {})), { item: "" });
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @param files paths, at least one
 * @throws {ProtoError} `invalid` with the problems of the files; `tool` where buf cannot be run
 */
export async function compileProto(
  files: readonly string[],
  options: CompileProtoOptions = {},
): Promise<Uint8Array> {
  options.signal?.throwIfAborted();
  const tree = await readProtoTree(files.map((file) => resolve(file)));
  const folder = join(options.cache ?? cacheFolder(), "proto");
  const cached = join(folder, `${await hashTree(tree)}.binpb`);
  const present = await readIfThere(cached);
  if (present !== undefined) return present;
  options.progress?.(`compiling ${files.length} .proto file${files.length === 1 ? "" : "s"}`);
  const data = await build(tree, options.signal);
  await writeAside(cached, data);
  return data;
}

async function build(
  tree: ReadonlyMap<string, ProtoFile>,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const workspace = await Deno.makeTempDir({ prefix: "natsrig-proto-" });
  try {
    for (const [name, file] of tree) await writeSource(join(workspace, "in", name), file.text);
    const output = join(workspace, "out.binpb");
    const args = ["build", "in", "--error-format=json", "-o", output];
    const result = await runTool(args, workspace, signal);
    if (result.success) return await Deno.readFile(output);
    const problems = readProblems(result.stderr, tree);
    if (problems.length > 0) throw invalidProto(problems);
    throw new ProtoError("tool", `Cannot run buf ${bufVersion} from npm: ${result.stderr.trim()}`);
  } finally {
    await Deno.remove(workspace, { recursive: true });
  }
}

async function runTool(
  args: readonly string[],
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly success: boolean; readonly stderr: string }> {
  try {
    return await runBuf(args, signal === undefined ? { cwd } : { cwd, signal });
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProtoError("tool", `Cannot run buf ${bufVersion} from npm: ${reason}`, { cause });
  }
}

/** The complaints of `buf --error-format=json`, one JSON object a line, among other lines. */
function readProblems(stderr: string, tree: ReadonlyMap<string, ProtoFile>): ProtoProblem[] {
  const problems: ProtoProblem[] = [];
  for (const line of stderr.split("\n")) {
    if (!line.startsWith("{")) continue;
    const fields: Record<string, unknown> = JSON.parse(line);
    const number = (key: string, fallback: number): number => {
      const value = fields[key];
      return typeof value === "number" && value > 0 ? value : fallback;
    };
    const name = String(fields["path"] ?? "").replaceAll("\\", "/").replace(/^in\//, "");
    const [startLine, startColumn] = [number("start_line", 1), number("start_column", 1)];
    problems.push({
      file: tree.get(name)?.path ?? name,
      line: startLine,
      column: startColumn,
      endLine: number("end_line", startLine),
      endColumn: number("end_column", startColumn),
      message: String(fields["message"] ?? "invalid"),
    });
  }
  return problems.sort((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1
  );
}

async function hashTree(tree: ReadonlyMap<string, ProtoFile>): Promise<string> {
  const parts = [...tree].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, file]) => [name, file.text]);
  const text = JSON.stringify([bufVersion, parts]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function writeSource(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text);
}

/** Writes such that readers, also in other processes, see all of the file or nothing. */
async function writeAside(path: string, data: Uint8Array): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const aside = `${path}.${crypto.randomUUID()}`;
  try {
    await Deno.writeFile(aside, data);
    await Deno.rename(aside, path);
  } catch (error) {
    await Deno.remove(aside).catch(() => undefined);
    throw error;
  }
}
