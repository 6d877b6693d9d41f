// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ServerInfo } from "@nats-io/nats-core/internal";
import { parseSemVer, Servers } from "@nats-io/nats-core/internal";

type Kind = "string" | "number" | "boolean";

/** What the fields that are used are, where they are there. */
const kinds: Readonly<Record<string, Kind>> = {
  client_id: "number",
  client_ip: "string",
  cluster: "string",
  headers: "boolean",
  jetstream: "boolean",
  ldm: "boolean",
  max_payload: "number",
  nonce: "string",
  port: "number",
  proto: "number",
  server_id: "string",
  server_name: "string",
  tls_available: "boolean",
  tls_required: "boolean",
  tls_verify: "boolean",
  version: "string",
};

/**
 * Reads the JSON of an INFO line, strictly enough that whoever uses it need not doubt it.
 *
 * @throws {SyntaxError} which says what is wrong with it
 */
export function parseServerInfo(json: string): ServerInfo {
  const info: unknown = JSON.parse(json);
  if (typeof info !== "object" || info === null || Array.isArray(info)) {
    throw new SyntaxError("it is no JSON object");
  }
  for (const [name, value] of Object.entries(info)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind !== undefined && typeof value !== kind) {
      throw new SyntaxError(`its ${name} is no ${kind}`);
    }
  }
  // Its fields have just been checked, those that are missing below.
  const checked = info as ServerInfo;
  checkVersion(checked.version);
  if (checked.max_payload !== undefined && !(checked.max_payload > 0)) {
    throw new SyntaxError("its max_payload is not positive");
  }
  checkConnectUrls(checked.connect_urls);
  return checked;
}

function checkVersion(version: string): void {
  try {
    parseSemVer(version);
  } catch (cause) {
    throw new SyntaxError("it has no version", { cause });
  }
}

function checkConnectUrls(urls: unknown): void {
  if (urls === undefined || urls === null) return;
  if (!Array.isArray(urls)) throw new SyntaxError("its connect_urls are no list");
  for (const url of urls) {
    try {
      // Reads it as it will be read when the server is added to the pool.
      new Servers().setServers([url]);
    } catch (cause) {
      throw new SyntaxError("its connect_urls are not all hosts with ports", { cause });
    }
  }
}
