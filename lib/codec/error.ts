// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Why a codec could not do its work. */
export type CodecErrorCode = "encode" | "decode" | "unknown-type";

/** A value that does not fit its payload type, bytes that are not of it, or an unknown type. */
export class CodecError extends Error {
  /** `CodecError`. */
  override readonly name = "CodecError";
  /** Stable; which direction failed. */
  readonly code: CodecErrorCode;
  /** The payload type: `json`, `text`, `bytes` or a protobuf message's full name. */
  readonly type: string;
  /** Bytes of the payload that could not be decoded. */
  readonly size?: number;
  /** The subject of the message whose payload it is, where there is one. */
  readonly subject?: string;

  /** Makes the error; `size` where bytes could not be decoded. */
  constructor(
    code: CodecErrorCode,
    message: string,
    options: {
      readonly type: string;
      readonly size?: number;
      readonly subject?: string;
      readonly cause?: unknown;
    },
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.type = options.type;
    if (options.size !== undefined) this.size = options.size;
    if (options.subject !== undefined) this.subject = options.subject;
  }
}

/** Makes the error of a value that does not fit its type. */
export function encodeError(type: string, problem: string, cause?: unknown): CodecError {
  return new CodecError("encode", `Cannot encode as ${type}: ${problem}`, { type, cause });
}

/** Makes the error of bytes that are not of their type. */
export function decodeError(
  type: string,
  data: Uint8Array,
  problem: { readonly message: string; readonly cause?: unknown },
): CodecError {
  const size = data.byteLength;
  return new CodecError("decode", `Cannot decode ${size} B as ${type}: ${problem.message}`, {
    type,
    size,
    cause: problem.cause,
  });
}
