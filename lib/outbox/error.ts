// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The stable codes of an outbox's errors: `disk-full`, `read-only`, `corrupt` (no sound SQLite
 * file), `foreign` (a file of another program or version), `in-use` (another owner has the file),
 * `io` (it cannot be opened, read or written for another reason), `closed`, `not-found` (no such
 * dead letter).
 */
export type OutboxErrorCode =
  | "disk-full"
  | "read-only"
  | "corrupt"
  | "foreign"
  | "in-use"
  | "io"
  | "closed"
  | "not-found";

/**
 * What an outbox throws where its file is the reason. A message whose publish threw it was not
 * accepted; those accepted before stay.
 *
 * @example
 * ```ts
 * import { OutboxError, SqliteStore } from "@natsrig/natsrig";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const error = assertThrows(() => SqliteStore.open("no/such/folder/outbox.db"), OutboxError);
 * assertEquals(error.code, "io");
 * ```
 */
export class OutboxError extends Error {
  /** The class's name. */
  override readonly name = "OutboxError";
  /** The stable code to branch on. */
  readonly code: OutboxErrorCode;

  /** Makes one; `cause` is the error it stands for. */
  constructor(code: OutboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
