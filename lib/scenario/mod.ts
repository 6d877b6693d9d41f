// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The scenario pipeline: parse, plan, run, judge. The stages meet only in plain values.
 *
 * @module
 */

export { parseScenario } from "./parse.ts";
export type { ParsedScenario } from "./parse.ts";
export { idMatches, planScenarios, protoFilesOf } from "./plan.ts";
export type { Planned, PlanOptions } from "./plan.ts";
export { runScenario } from "./run.ts";
export { judge, transcript } from "./verdict.ts";
export { fromNdjson, maskDeep, toNdjson } from "./event_log.ts";
export { maskSource, maskText } from "./mask.ts";
export { renderDiagnostic } from "./diagnostic.ts";
export type { DiagnosticOptions } from "./diagnostic.ts";
export type { Matchers } from "./match.ts";
export { headline, worst } from "./check.ts";
export { formatDuration, parseDuration, parseSize } from "./unit.ts";
export * from "./environment.ts";
export * from "./types.ts";
