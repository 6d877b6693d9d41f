// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Gives messages to Routers' handlers. Loaded on demand: it brings the protobuf runtime. */

import type { CoreJetStream, Message, Publish } from "../client/mod.ts";
import type { Codec } from "../codec/codec.ts";
import { codecOf } from "../codec/codec_of.ts";
import type { ValueCache } from "./value_cache.ts";
import type { BoundRoute } from "./context.ts";
import { Endpoint } from "./endpoint.ts";
import type { LogSink } from "./logger.ts";
import type { Router } from "./router.ts";
import { endpointName, parsePattern } from "./subject.ts";
import type { AppOutbox, PayloadType, Route } from "./types.ts";

/** What dispatching needs of a message. */
export type AppMessage = Pick<Message, "subject" | "data" | "headers" | "reply" | "at">;

/** What handlers act on. */
export interface DispatchOptions {
  readonly publish: Publish;
  readonly log: LogSink;
  readonly cache: ValueCache;
  readonly outbox?: AppOutbox;
  readonly jetstream?: CoreJetStream;
  /** How long a request may wait, and how long handlers may take, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * The endpoints of Routers: one for each subject pattern, in order.
 *
 * @throws {CodecError} `unknown-type` where a payload type is none
 */
export function createEndpoints(
  routers: readonly Router[],
  options: DispatchOptions,
): readonly Endpoint[] {
  const subjects = new Map<string, [BoundRoute, ...BoundRoute[]]>();
  for (const route of routers.flatMap((router) => router.routes())) {
    const bound = bind(route);
    const present = subjects.get(bound.pattern.subject);
    if (present === undefined) subjects.set(bound.pattern.subject, [bound]);
    else present.push(bound);
  }
  const names = new Set<string>();
  return Array.from(subjects, ([subject, routes]) => {
    const plain = endpointName(subject);
    let name = plain;
    for (let n = 2; names.has(name); n++) name = `${plain}-${n}`;
    names.add(name);
    return new Endpoint(name, routes, options);
  });
}

function bind(route: Route): BoundRoute {
  return {
    route,
    pattern: parsePattern(route.pattern),
    sent: codecOf(route.send),
    replied: route.reply === undefined ? undefined : openCodec(route.reply),
  };
}

/** Codecs refuse what does not fit. */
function openCodec(type: PayloadType): Codec<unknown> {
  return codecOf(type) as Codec<unknown>;
}
