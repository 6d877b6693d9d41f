// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What a client sends: `--data`. @module */

import { CodecError } from "../lib/codec/error.ts";
import { decodeText } from "../lib/codec/text.ts";
import type { Json, PayloadCodec } from "../lib/codec/types.ts";
import { fillJson, type Lookup } from "../lib/scenario/template.ts";
import { checkVariables, fillToText } from "./client_variables.ts";
import { type Flag, type Input, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { resolve } from "node:path";

const presetData = "hello world";

/** The most that is read from a file or stdin: no server takes a larger message. */
const maxBytes = 64 * 1024 ** 2;

/** `--data`. */
export const dataFlag: Flag = {
  name: "data",
  short: "d",
  value: "DATA",
  empty: true,
  about: "what to send: text, @FILE, or - for stdin",
  preset: presetData,
};

/** What {@linkcode readData} is told. */
export interface DataOptions {
  readonly io: Io;
  readonly codec: PayloadCodec;
  /** The payload's type. Default: text on the command line, bytes in a file. */
  readonly type: string | undefined;
  /** The names that variables can begin with. */
  readonly variables: readonly string[];
  /** Ends the wait for stdin. */
  readonly signal: AbortSignal;
}

/**
 * Reads what is to be sent. What stands on the command line may have variables; a file and stdin are
 * taken as they are.
 *
 * @returns makes the payload for the variables' values; it throws a `CodecError` where it does not
 * fit its type, and a `RangeError` where a variable has no value
 * @throws {UsageError} for what cannot be read, is not of its type, or has an unknown variable
 */
export async function readData(
  input: Input,
  options: DataOptions,
): Promise<(lookup: Lookup) => Uint8Array> {
  const { codec, type = "text", variables } = options;
  const given = input.value("data");
  const bytes = await readBytes(given, options);
  if (bytes !== undefined) {
    const data = encodeBytes(bytes, options);
    return () => data;
  }
  const value = given === undefined ? presetOf(type) : parseValue(given, type);
  if (value === undefined) return () => codec.encode(type, undefined);
  checkVariables("--data", value, variables);
  return (lookup) => codec.encode(type, fill(value, type, lookup));
}

/** Whether payloads of a type are written as JSON. */
function isStructured(type: string): boolean {
  return type !== "text" && type !== "bytes";
}

/** The preset is text; of a message there is the empty one. */
function presetOf(type: string): Json | undefined {
  return isStructured(type) && type !== "json" ? undefined : presetData;
}

function parseValue(text: string, type: string): Json {
  if (!isStructured(type)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(
      `--data must be JSON for the type ${type}: ${error.message}`,
      text.includes("${") ? 'variables stand in quotes: {"n": "${i}"}' : undefined,
    );
  }
}

function fill(value: Json, type: string, lookup: Lookup): Json {
  const asText = typeof value === "string" && !isStructured(type);
  return asText ? fillToText(value, lookup) : fillJson(value, lookup, "throw");
}

function encodeBytes(bytes: Uint8Array, { codec, type = "bytes" }: DataOptions): Uint8Array {
  if (type === "bytes") return bytes;
  try {
    return codec.encode(type, parseValue(decodeText(bytes, type), type));
  } catch (error) {
    throw error instanceof CodecError ? new UsageError(`--data: ${error.message}`) : error;
  }
}

async function readBytes(
  given: string | undefined,
  { io, signal }: DataOptions,
): Promise<Uint8Array | undefined> {
  if (given === "-") return await readAll(io.stdin(), signal);
  if (given?.startsWith("@") !== true) return undefined;
  try {
    const file = await Deno.open(resolve(io.cwd, given.slice(1)));
    return await readAll(file.readable, signal);
  } catch (error) {
    if (error instanceof UsageError || signal.aborted) throw error;
    throw new UsageError(
      `--data ${given} cannot be read: ${error instanceof Error ? error.message : error}`,
      "text that begins with @ can come by stdin: --data -",
    );
  }
}

async function readAll(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const collect = new WritableStream<Uint8Array>({
    write: (chunk) => {
      size += chunk.length;
      if (size > maxBytes) throw new UsageError("--data must be 64MiB or less");
      chunks.push(chunk);
    },
  });
  await stream.pipeTo(collect, { signal });
  const all = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    all.set(chunk, end);
    end += chunk.length;
  }
  return all;
}
