// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { HeadersInit } from "../client/mod.ts";
import { ClientError } from "../client/mod.ts";
import type { OutboxDraft } from "./store.ts";

/** The bytes that the server counts beside names and values: the first line, the ids' header. */
const overhead = 64;

/**
 * Refuses what no server would take, before it is on disk.
 *
 * @param maxPayload the bytes that the server takes; 0 where it is not known
 * @throws {ClientError} `invalid-header`, `invalid-option`, `max-payload`
 */
export function checkDraft(draft: OutboxDraft, maxPayload: number): void {
  const { id, given, subject, headers, payload } = draft;
  if (given && !/^[!-~]{1,256}$/.test(id)) {
    const rule = "1 to 256 visible ASCII letters";
    const text = `Cannot publish to "${subject}" as 'id' must be ${rule}: current value is `;
    throw new ClientError("invalid-option", text + JSON.stringify(id));
  }
  const bytes = payload.length + (headers === undefined ? 0 : checkHeaders(headers));
  if (maxPayload === 0 || bytes + overhead + id.length <= maxPayload) return;
  const text = `Cannot publish to "${subject}": ${bytes} bytes with headers are too much, the ` +
    `server takes ${maxPayload}; send less or raise its limit`;
  throw new ClientError("max-payload", text, { subject });
}

/** Gives the bytes they take. */
function checkHeaders(headers: HeadersInit): number {
  let bytes = 0;
  for (const [name, values] of Object.entries(headers)) {
    if (name.toLowerCase() === "nats-msg-id") {
      throw refuse(name, "must be left out; the option 'id' sets it");
    }
    if (!/^[!-9;-~]+$/.test(name)) {
      throw refuse(name, "must have a name of ASCII without white space and colons");
    }
    for (const value of Array.isArray(values) ? values : [values]) {
      if (typeof value !== "string" || /[\r\n\0]/.test(value)) {
        throw refuse(name, "must have texts without line ends and NUL as its values");
      }
      bytes += name.length + 3 * value.length + 4;
    }
  }
  return bytes;
}

function refuse(name: string, rule: string): ClientError {
  return new ClientError(
    "invalid-header",
    `Cannot send the header ${JSON.stringify(name)} as it ${rule}`,
  );
}
