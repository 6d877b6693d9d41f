// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Drivers: who performs client operations for the rig.
 *
 * @module
 */

export { DriverError } from "./error.ts";
export { inProcessDriver } from "./in_process.ts";
export { features } from "./types.ts";
export { failureCodes, statusKinds } from "../scenario/types.ts";
export type { FailureCode, Headers, Json, StatusKind } from "../scenario/types.ts";
export type {
  ClientSettings,
  Config,
  Driver,
  DriverClient,
  DriverEvent,
  Feature,
  KeyEntry,
  ObjectEntry,
  Operation,
  Operations,
  StoredMessage,
  WireMessage,
} from "./types.ts";
