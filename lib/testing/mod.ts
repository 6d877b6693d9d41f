// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * For tests: scenarios as cases of `deno test`, and real servers for tests written by hand.
 *
 * @example
 * ```ts
 * import { startServer } from "@natsrig/natsrig/testing";
 * import { assertMatch } from "@std/assert";
 *
 * await using server = await startServer();
 * assertMatch(server.url, /^nats:/);
 * ```
 *
 * @module
 */

export * from "./scenario_cases.ts";
export { startCluster, startServer } from "../server/mod.ts";
export type { Cluster, ClusterOptions, Server, ServerEvent, ServerOptions } from "../server/mod.ts";
