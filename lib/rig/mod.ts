// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Putting the rig to work: loading scenario files, finding servers, scheduling runs, writing
 * reports.
 *
 * @module
 */

export * from "./choose_servers.ts";
export * from "./expected_time.ts";
export * from "./find_files.ts";
export * from "./known_failing.ts";
export * from "./load_suite.ts";
export * from "./open_reports.ts";
export * from "./open_rig.ts";

export * from "./read_scenarios.ts";
export * from "./read_source.ts";
export * from "./run_suite.ts";
export * from "./scenario_id.ts";
export * from "./secret.ts";
export * from "./slots.ts";
export * from "./summary.ts";
export * from "./vocabulary.ts";
