// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The applicative server: a {@linkcode Router} of typed handlers, {@linkcode serve} to run it as a
 * NATS service, a {@linkcode Cache}, and the stock applications.
 *
 * @module
 */

export * from "./application.ts";
export * from "./applications.ts";
export { Cache } from "./cache.ts";
export type { CacheOptions, CacheStats } from "./cache.ts";
export * from "./error.ts";
export type { KvCache, KvCacheStats } from "./kv_cache.ts";
export { openKvCache } from "./open_kv_cache.ts";
export type { KvCacheOptions } from "./open_kv_cache.ts";
export { createLogger, lineSink, renderLogEntry } from "./logger.ts";
export type { LogEntry, LogFields, Logger, LogLevel, LogSink } from "./logger.ts";
export * from "./router.ts";
export * from "./serve.ts";
export type {
  EndpointData,
  EndpointInfo,
  EndpointStatistics,
  ServiceIdentity,
  ServiceInfo,
  ServicePing,
  ServiceStats,
} from "./service_protocol.ts";
export * from "./start_application.ts";
export type { TestApp, TestMessage, TestOptions } from "./test_app.ts";
export type * from "./types.ts";
export type { CacheCounters, Computed, EntryOptions, ValueCache } from "./value_cache.ts";
