// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** How clients show the messages they receive. @module */

import type { Message } from "../lib/client/message.ts";
import { CodecError } from "../lib/codec/error.ts";
import type { Json, PayloadCodec } from "../lib/codec/types.ts";
import { formatDuration } from "../lib/scenario/unit.ts";
import { visible } from "../lib/scenario/visible.ts";
import { type Flag, type Input, UsageError } from "./command.ts";
import type { ByteSink } from "./io.ts";

/** The flags that say how messages are shown. */
export const messageFlags: readonly Flag[] = [
  { name: "json", about: "show each message as a line of JSON" },
  {
    name: "raw",
    short: "r",
    about: "show payloads alone, a line each; with the type bytes just as they are",
  },
];

/** A message to show. */
export interface Shown {
  readonly message: Pick<Message, "subject" | "reply" | "headers" | "data" | "at">;
  /** Its number, from 1. */
  readonly n: number;
  /** Milliseconds from the request to it. */
  readonly rttMs?: number;
}

/** A payload, decoded as far as that goes. */
type Content =
  | { readonly kind: "value"; readonly value: Json }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly error?: CodecError };

type Format = (shown: Shown, content: Content, sink: ByteSink) => void;

/** How to show messages, and what their payloads are. */
export interface MessageFormat {
  readonly codec: PayloadCodec;
  /** The type of payloads. Default: text where it is UTF-8. */
  readonly type: string | undefined;
  readonly sink: ByteSink;
}

/**
 * Chooses how messages are shown.
 *
 * @returns shows a message; gives the error of a payload that is not of its type
 * @throws {UsageError} where the flags do not go together
 */
export function messageWriter(
  input: Input,
  { codec, type, sink }: MessageFormat,
): (shown: Shown) => CodecError | undefined {
  const format = formatOf(input, type);
  return (shown) => {
    const content = decode(shown.message.data, type, codec);
    format(shown, content, sink);
    return content.kind === "bytes" ? content.error : undefined;
  };
}

function formatOf(input: Input, type: string | undefined): Format {
  if (input.has("json") && input.has("raw")) {
    throw new UsageError("--json and --raw do not go together");
  }
  if (input.has("json")) return asJson;
  if (!input.has("raw")) return asBlock;
  return type === "bytes" ? asBytes : asLine;
}

function decode(data: Uint8Array, type: string | undefined, codec: PayloadCodec): Content {
  try {
    const value = codec.decode(type ?? "text", data);
    return value instanceof Uint8Array ? { kind: "bytes", bytes: value } : { kind: "value", value };
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return { kind: "bytes", bytes: data, ...(type !== undefined && { error }) };
  }
}

const asJson: Format = ({ message, rttMs }, content, sink) => {
  const { subject, reply, headers, at } = message;
  const line = {
    subject,
    ...(reply !== undefined && { reply }),
    ...(headers !== undefined && { headers }),
    ...(content.kind === "value"
      ? { data: content.value }
      : { base64: content.bytes.toBase64(), error: content.error?.message }),
    at: new Date(performance.timeOrigin + at).toISOString(),
    ...(rttMs !== undefined && { rttMs: Math.round(rttMs * 1000) / 1000 }),
  };
  sink.write(`${JSON.stringify(line)}\n`);
};

const asBytes: Format = ({ message }, _content, sink) => sink.writeBytes(message.data);

const asLine: Format = (_shown, content, sink) => {
  if (content.kind === "bytes") sink.writeBytes(content.bytes);
  else if (typeof content.value === "string") sink.write(content.value);
  else sink.write(JSON.stringify(content.value));
  sink.write("\n");
};

const asBlock: Format = ({ n, message, rttMs }, content, sink) => {
  const { subject, reply, headers = {}, data } = message;
  const facts = [
    // The subject of a reply is an inbox, which says nothing.
    ...(rttMs === undefined ? [subject] : []),
    `${data.length} B`,
    ...(rttMs === undefined ? [] : [`after ${formatDuration(rttMs)}`]),
    ...(reply === undefined ? [] : [`reply to ${reply}`]),
  ];
  const lines = Object.entries(headers).flatMap(([name, values]) =>
    values.map((value) => `${name}: ${value}\n`)
  ).join("");
  const body = data.length === 0 ? "" : `${lines === "" ? "" : "\n"}${written(content)}\n`;
  const text = `[#${n}] ${facts.join(", ")}\n${lines}${body}\n`;
  sink.write(sink.terminal ? text.replace(/[^\n\t]+/g, visible) : text);
};

function written(content: Content): string {
  if (content.kind === "bytes") return `base64: ${content.bytes.toBase64()}`;
  const { value } = content;
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
