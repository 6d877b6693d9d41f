// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Real nats-servers: found or fetched, started alone or as a cluster, controlled, and never left
 * behind.
 *
 * ```ts
 * import { startServer } from "@natsrig/natsrig/server";
 * import { assert } from "@std/assert";
 *
 * await using server = await startServer({ jetstream: true });
 * await server.restart();
 * const { jetstream } = await server.monitor("varz");
 * assert(jetstream);
 * ```
 *
 * @module
 */

export {
  type CertificateAndKey,
  type CertificateOptions,
  type Certificates,
  makeCertificates,
} from "./certificates.ts";
export { type Attempt, ServerError, type ServerErrorCode, serverErrorCodes } from "./error.ts";
export { describeServer, findServer, type FindServerOptions } from "./find_server.ts";
export { type Guard, holdGuard } from "./guard.ts";
export { oldestVersion, pinnedVersion } from "./pin.ts";
export type { Platform } from "./platform.ts";
export type { Answer, FindRequest, FoundServer, Progress, Provider } from "./provider/types.ts";
export { providers } from "./provider/mod.ts";
export {
  type ConfigSettings,
  freePorts,
  renderConfig,
  type ServerPorts,
  type TlsSettings,
} from "./render_config.ts";
export type { CommandResult, RunCommand, RunCommandOptions } from "./run_command.ts";
export {
  type GuardedOptions,
  type GuardedProcess,
  type ProcessStatus,
  spawnGuarded,
} from "./spawn_guarded.ts";
export { startCluster } from "./start_cluster.ts";
export { startServer } from "./start_server.ts";
export { isVersionRange, versionSatisfies } from "./version.ts";
export type {
  Cluster,
  ClusterOptions,
  Server,
  ServerEvent,
  ServerOptions,
  ServerTls,
} from "./types.ts";
