// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The ports a server listens on; -1 leaves the choice to the system. */
export interface ServerPorts {
  /** For clients. */
  readonly client: number;
  /** For monitoring over HTTP. */
  readonly monitor: number;
  /** For WebSocket clients. */
  readonly websocket: number;
  /** For the routes of a cluster. */
  readonly cluster: number;
}

/** Certificates of a listener, as paths. */
export interface TlsSettings {
  /** The server's certificate. */
  readonly certFile: string;
  /** Its key. */
  readonly keyFile: string;
  /** The authority that signs clients' certificates. */
  readonly caFile: string;
  /** Clients have to show a certificate. */
  readonly verify: boolean;
}

/** What stands in a server's configuration file. */
export interface ConfigSettings {
  /** The server's name. */
  readonly name: string;
  /** The folder of the ports file and of JetStream's store. */
  readonly folder: string;
  /** Default: all -1. */
  readonly ports?: ServerPorts;
  /** Default: false. */
  readonly jetstream?: boolean;
  /** A WebSocket listener, with TLS where `tls` is given. Default: false. */
  readonly websocket?: boolean;
  /** TLS for clients. Default: none. */
  readonly tls?: TlsSettings;
  /** URLs of the cluster's other nodes; undefined for a server without a cluster. */
  readonly routes?: readonly string[] | undefined;
  /** Configuration text that goes to the end, and so wins over what stands before it. */
  readonly added?: string | undefined;
}

/** The cluster's name. */
export const clusterName = "natsrig";

/** Ports that the system chooses. */
export const freePorts: ServerPorts = { client: -1, monitor: -1, websocket: -1, cluster: -1 };

/**
 * Renders the text of a nats-server configuration file.
 *
 * @example
 * ```ts
 * import { renderConfig } from "@natsrig/natsrig/server";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const text = renderConfig({ name: "n1", folder: "/tmp/x", added: "max_payload: 1024" });
 * assertStringIncludes(text, 'server_name: "n1"\nhost: "127.0.0.1"\nport: -1\n');
 * ```
 */
export function renderConfig(settings: ConfigSettings): string {
  const ports = settings.ports ?? freePorts;
  const lines = [
    `server_name: ${quote(settings.name)}`,
    `host: "127.0.0.1"`,
    `port: ${ports.client}`,
    `http: "127.0.0.1:${ports.monitor}"`,
    `ports_file_dir: ${quote(settings.folder)}`,
  ];
  // At the top level it also holds for a jetstream block in the added text; the server refuses two.
  if (!/\bstore_?dir\b/i.test(settings.added ?? "")) {
    lines.push(`store_dir: ${quote(`${settings.folder}/store`)}`);
  }
  if (settings.jetstream) lines.push("jetstream {}");
  const tls = settings.tls && `tls ${renderTls(settings.tls)}`;
  if (tls !== undefined) lines.push(tls);
  if (settings.websocket) {
    const { websocket } = ports;
    lines.push(`websocket { host: "127.0.0.1", port: ${websocket}, ${tls ?? "no_tls: true"} }`);
  }
  if (settings.routes !== undefined) {
    const routes = settings.routes.map(quote).join(", ");
    lines.push(
      `cluster { name: ${clusterName}, listen: "127.0.0.1:${ports.cluster}", routes: [${routes}] }`,
    );
  }
  if (settings.added !== undefined) lines.push("# added", settings.added.trimEnd());
  return lines.join("\n") + "\n";
}

function renderTls({ certFile, keyFile, caFile, verify }: TlsSettings): string {
  const files = { cert_file: certFile, key_file: keyFile, ca_file: caFile };
  const parts = Object.entries(files).map(([key, path]) => `${key}: ${quote(path)}`);
  return `{ ${[...parts, `verify: ${verify}`].join(", ")} }`;
}

/** Writes a text as a string of the configuration language. */
export function quote(text: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what has to be escaped
  const escaped = text.replace(/["\\\x00-\x1f\x7f]/g, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`;
  });
  return `"${escaped}"`;
}
