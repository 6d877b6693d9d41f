// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Authority } from "./certificate_authority.ts";
import type { ConfigSettings } from "./render_config.ts";
import type { ServerOptions } from "./types.ts";

/** A node's options; a cluster's node knows all nodes' ports, its own among them. */
export interface NodeOptions extends ServerOptions {
  readonly binary: string;
  readonly cluster?: { readonly port: number; readonly routes: readonly string[] };
  /** Signs the certificates, where nodes share it. Default: one of its own. */
  readonly authority?: Authority;
}

/** What a node's configuration says before its ports and certificates are known. */
export function settingsOf(name: string, folder: string, options: NodeOptions): ConfigSettings {
  return {
    name,
    folder,
    jetstream: options.jetstream ?? false,
    websocket: options.websocket ?? false,
    routes: options.cluster?.routes,
    added: options.config,
  };
}
