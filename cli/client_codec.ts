// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The payload types that `--type`, `--reply-type` and `--proto` ask for. @module */

import type { PayloadCodec } from "../lib/codec/types.ts";
import { didYouMean } from "../lib/scenario/suggest.ts";
import { type Flag, type Input, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { resolve } from "node:path";

/** `--type` or `--reply-type`. */
export function typeFlag(name: "type" | "reply-type", of: string): Flag {
  const about = `what ${of} is: json, text, bytes or a protobuf message by its name`;
  return { name, value: "TYPE", about };
}

/** `--proto`. */
export const protoFlag: Flag = {
  name: "proto",
  value: "FILE",
  repeated: true,
  about: "a .proto file that has the messages of --type",
};

/**
 * Makes the codec of the types that the flags name. The protobuf runtime is loaded, and .proto files
 * are compiled, only where that is needed.
 *
 * @throws {UsageError} for an unknown type, a .proto file that is not there, or one that is invalid
 */
export async function loadCodec(
  input: Input,
  io: Io,
  signal: AbortSignal,
): Promise<PayloadCodec> {
  const uses = [...input.values("type"), ...input.values("reply-type")];
  const files = input.values("proto");
  if (files.length > 0 && uses.length === 0) {
    throw new UsageError("--proto needs --type", "--type names the message in it");
  }
  const { createCodec } = await import("../lib/codec/mod.ts");
  const descriptorSets = files.length === 0 ? [] : [await compile(files, io, signal)];
  const codec = await createCodec({ descriptorSets, uses });
  const unknown = uses.find((type) => !codec.has(type));
  if (unknown !== undefined) throw unknownType(unknown, codec.types);
  return codec;
}

async function compile(
  files: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { compileProto, ProtoError } = await import("../lib/codec/mod.ts");
  const paths = files.map((file) => resolve(io.cwd, file));
  const missing = files.find((_, index) => !isFile(paths[index] ?? ""));
  if (missing !== undefined) throw new UsageError(`--proto: there is no file "${missing}"`);
  try {
    return await compileProto(paths, {
      progress: (line) => io.stderr.write(`${line}\n`),
      signal,
    });
  } catch (error) {
    if (!(error instanceof ProtoError) || error.code !== "invalid") throw error;
    throw new UsageError(error.message);
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function unknownType(type: string, known: readonly string[]): UsageError {
  const help = didYouMean(type, known) ?? byLastName(type, known) ??
    "bytes, json, text, or a message by its full name, its file given with --proto";
  return new UsageError(`there is no payload type "${type}"`, help);
}

/** `EchoRequest` for `natsrig.echo.v1.EchoRequest`. */
function byLastName(type: string, known: readonly string[]): string | undefined {
  const full = known.find((name) => name.endsWith(`.${type}`));
  return full === undefined ? undefined : `did you mean "${full}"?`;
}
