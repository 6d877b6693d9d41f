// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The toolkit for NATS: client, payload codecs, applicative server, real servers for tests, and the
 * scenario pipeline.
 *
 * @example
 * ```ts
 * import { connect, Router, serve, startServer } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * const router = new Router().on(
 *   ":name.greet",
 *   { send: "text", reply: "text" },
 *   (greeting, { params }) => `${greeting}, ${params.name}`,
 * );
 *
 * await using server = await startServer();
 * await using _app = await serve(router, { servers: server.url });
 * await using client = await connect({ servers: server.url });
 * const reply = await client.request("joe.greet", "hello", { timeoutMs: 5000 });
 * assertEquals(reply.text(), "hello, joe");
 * ```
 *
 * @module
 */

// The rooms' tables of contents, and beside them what brings the protobuf runtime along.
export * from "./lib/action/mod.ts";
export * from "./lib/app/mod.ts";
export * from "./lib/client/mod.ts";
export * from "./lib/client/stream/mod.ts";
export * from "./lib/client/typed/mod.ts";
export * from "./lib/codec/codec_of.ts";
export * from "./lib/codec/mod.ts";
export * from "./lib/driver/mod.ts";
export * from "./lib/matcher/mod.ts";
export * from "./lib/outbox/mod.ts";
export * from "./lib/report/mod.ts";
export * from "./lib/rig/mod.ts";
export * from "./lib/scenario/mod.ts";
export * from "./lib/server/mod.ts";
export * from "./lib/testing/mod.ts";

// Names that two of them have: the plain one is the client's, or the scenario's.
export type { PublishOptions as HandlerPublishOptions } from "./lib/app/mod.ts";
export type { MessageHeaders, PublishOptions } from "./lib/client/mod.ts";
export type { Json as CodecJson } from "./lib/codec/mod.ts";
export type { Json } from "./lib/scenario/mod.ts";
