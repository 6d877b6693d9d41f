// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { isPayload, unfitPayload } from "../client/call_check.ts";
import type { HeadersInit } from "../client/mod.ts";
import { ClientError } from "../client/mod.ts";
import { toMsgHeaders } from "../client/payload.ts";
import type { OutboxDraft } from "./store.ts";

/** The bytes around a message's own headers: `NATS/1.0`, `Nats-Msg-Id:`, line ends. */
const overhead = 27;

const encoder = new TextEncoder();

/**
 * The bytes of a payload, which stay as they are when the caller uses its buffer again.
 *
 * @throws {ClientError} `invalid-option` where it is neither bytes nor a text
 */
export function copyPayload(subject: string, payload: Uint8Array | string): Uint8Array {
  if (!isPayload(payload)) throw unfitPayload(subject, payload);
  return typeof payload === "string" ? encoder.encode(payload) : new Uint8Array(payload);
}

/**
 * Headers that stay as they are when the caller changes its own.
 *
 * @throws {ClientError} `invalid-header`
 */
export function copyHeaders(headers: HeadersInit): HeadersInit {
  toMsgHeaders(headers);
  return structuredClone(headers);
}

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
  const own = headers === undefined ? 0 : checkHeaders(headers);
  const bytes = payload.length + own + overhead + id.length;
  if (maxPayload === 0 || bytes <= maxPayload) return;
  const text = `Cannot publish to "${subject}": ${bytes} bytes with headers are too much, the ` +
    `server takes ${maxPayload}; send less or raise its limit`;
  throw new ClientError("max-payload", text, { subject });
}

/** Gives the bytes they take. */
function checkHeaders(headers: HeadersInit): number {
  let bytes = 0;
  for (const [name, values] of Object.entries(headers)) {
    if (name.toLowerCase() === "nats-msg-id") {
      const text = `Cannot send the header "${name}" as it must be left out: 'id' sets it`;
      throw new ClientError("invalid-header", text);
    }
    for (const value of typeof values === "string" ? [values] : values) {
      bytes += name.length + encoder.encode(value).length + 4;
    }
  }
  return bytes;
}
