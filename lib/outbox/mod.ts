// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Client-side persistence: messages are on disk before a publish resolves, and leave it when they
 * have arrived.
 *
 * @module
 */

export { OutboxError } from "./error.ts";
export type { OutboxErrorCode } from "./error.ts";
export type { OutboxEvent, OutboxListener, OutboxMessage } from "./event.ts";
export { MemoryStore } from "./memory_store.ts";
export { openOutbox } from "./open_outbox.ts";
export type { OutboxOptions, OutboxSettings } from "./options.ts";
export { Outbox } from "./outbox.ts";
export type { OutboxAccepted, OutboxParts, OutboxPublishOptions, OutboxStats } from "./outbox.ts";
export type { OutboxRelayStats } from "./relay.ts";
export { SqliteStore } from "./sqlite_store.ts";
export type { SqliteStoreOptions } from "./sqlite_store.ts";
export type {
  DeadLetter,
  OutboxBurial,
  OutboxChanges,
  OutboxDraft,
  OutboxRow,
  OutboxSpan,
  OutboxStore,
  OutboxTotals,
} from "./store.ts";
