// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What a starting server says of itself. @module */

import type { ServerPorts } from "./render_config.ts";

/** What is known of a starting server so far. */
export interface Progression {
  readonly ports: Partial<ServerPorts>;
  readonly ready: boolean;
}

/** Which listeners a server will have. */
export interface Listeners {
  readonly websocket: boolean;
  readonly cluster: boolean;
}

const portPatterns: readonly (readonly [keyof ServerPorts, RegExp])[] = [
  ["client", /Listening for client connections on .*:(\d+)$/],
  ["monitor", /Starting https? monitor on .*:(\d+)$/],
  ["websocket", /Listening for websocket clients on .*:(\d+)$/],
  ["cluster", /Listening for route connections on .*:(\d+)$/],
];

/** Adds what a line of the log tells. */
export function readLine(known: Progression, line: string): Progression {
  if (line.endsWith("Server is ready")) return { ...known, ready: true };
  for (const [key, pattern] of portPatterns) {
    const match = pattern.exec(line.trimEnd());
    if (match !== null) return { ...known, ports: { ...known.ports, [key]: Number(match[1]) } };
  }
  return known;
}

/** Reads the ports file, for a server whose log goes elsewhere; it is written when all listen. */
export function readPortsFile(text: string): Progression {
  const file: unknown = JSON.parse(text);
  const ports: { -readonly [key in keyof ServerPorts]?: number } = {};
  const keys = {
    client: "nats",
    monitor: "monitoring",
    websocket: "websocket",
    cluster: "cluster",
  };
  if (typeof file !== "object" || file === null) return { ports, ready: false };
  const urls = new Map<string, unknown>(Object.entries(file));
  for (const key of ["client", "monitor", "websocket", "cluster"] as const) {
    const list = urls.get(keys[key]);
    const match = Array.isArray(list) ? /:(\d+)\/?$/.exec(String(list[0])) : null;
    if (match !== null) ports[key] = Number(match[1]);
  }
  return { ports, ready: true };
}

/** All ports, once everything that is to listen does. In a cluster routes come after "ready". */
export function portsWhenReady(known: Progression, listeners: Listeners): ServerPorts | undefined {
  const { client, monitor, websocket = -1, cluster = -1 } = known.ports;
  if (!known.ready || client === undefined || monitor === undefined) return undefined;
  if (listeners.websocket && websocket === -1) return undefined;
  if (listeners.cluster && cluster === -1) return undefined;
  return { client, monitor, websocket, cluster };
}
