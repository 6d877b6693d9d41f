// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The plain values the pipeline's stages exchange: sources and nodes with their positions,
 * scenarios, plans, events and verdicts. No behaviour lives here.
 *
 * @module
 */

export * from "./source_types.ts";
export * from "./plan_types.ts";
export * from "./event_types.ts";
