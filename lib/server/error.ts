// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What can go wrong with servers. */
export const serverErrorCodes = [
  /** No way to a fit binary; `attempts` says why. */
  "not-found",
  /** A version or a version range that is not one. */
  "version",
  /** A download that is not what it should be. */
  "checksum",
  /** A download that could not be made. */
  "download",
  /** An archive that cannot be read, or does not hold nats-server. */
  "archive",
  /** The process ended before it was ready. */
  "exited",
  /** The process was not ready in time. */
  "not-ready",
  /** It already runs. */
  "running",
  /** It does not run, or was disposed of. */
  "stopped",
  /** No node of that name. */
  "unknown-node",
  /** No leader in time. */
  "no-leader",
  /** The server refused the new configuration. */
  "reload-failed",
  /** A monitoring endpoint gave no usable answer. */
  "monitor",
  /** The operating system has no such signal. */
  "unsupported",
] as const;

/** A stable code of a {@linkcode ServerError}. */
export type ServerErrorCode = typeof serverErrorCodes[number];

/** One way that was tried to find nats-server, and why it did not do. */
export interface Attempt {
  /** Its name. */
  readonly provider: string;
  /** Why it did not do. */
  readonly reason: string;
}

/**
 * Something about a nats-server went wrong; `code` says what in a stable way.
 *
 * @example
 * ```ts
 * import { ServerError, versionSatisfies } from "@natsrig/natsrig/server";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const error = assertThrows(() => versionSatisfies("2.15.0", "newest"), ServerError);
 * assertEquals(error.code, "version");
 * ```
 */
export class ServerError extends Error {
  /** Always `ServerError`. */
  override readonly name = "ServerError";
  /** What went wrong, in a stable way. */
  readonly code: ServerErrorCode;
  /** What was tried, for `not-found`. */
  readonly attempts: readonly Attempt[];

  /** Makes an error with its sentence and code. */
  constructor(
    message: string,
    options: {
      readonly code: ServerErrorCode;
      readonly cause?: unknown;
      readonly attempts?: readonly Attempt[];
    },
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = options.code;
    this.attempts = options.attempts ?? [];
  }
}

/** The text of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
