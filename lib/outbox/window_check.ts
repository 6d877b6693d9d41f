// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Client } from "../client/mod.ts";
import { ClientError, toClientError } from "../client/mod.ts";
import type { OutboxListener } from "./event.ts";

/** What a stream says of itself, as far as it matters here. */
interface StreamInfo {
  readonly config?: { readonly duplicate_window?: unknown };
}

/**
 * Looks once at each stream whether it remembers the ids of messages long enough: a message whose
 * acknowledgement was lost is stored once only if it is sent again within that time.
 *
 * @param leastMs tell of windows below it
 * @param signal aborted: nobody wants to know any more
 */
export function windowCheck(
  client: Client,
  leastMs: number,
  tell: OutboxListener,
  signal: AbortSignal,
): (stream: string) => void {
  const seen = new Set<string>();
  return (stream) => {
    if (seen.has(stream)) return;
    seen.add(stream);
    windowOf(client, stream, signal).then((windowMs) => {
      if (windowMs < leastMs) tell({ kind: "short-window", stream, windowMs });
    }, (error) => {
      if (client.state === "closed" || signal.aborted) return;
      const failure = toClientError(error, `look at the stream "${stream}"`);
      tell({ kind: "unknown-window", stream, error: failure });
    });
  };
}

async function windowOf(client: Client, stream: string, signal: AbortSignal): Promise<number> {
  const limits = { timeoutMs: 5000, signal };
  const reply = await client.request(`$JS.API.STREAM.INFO.${stream}`, "", limits);
  const info = reply.json();
  const { config }: StreamInfo = typeof info === "object" && info !== null ? info : {};
  if (config === undefined) {
    throw new ClientError("stream-not-found", `Cannot look at the stream "${stream}": no answer`);
  }
  return Number(config.duplicate_window ?? 0) / 1e6;
}
