// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Subjects whose messages have types: `subject("echo", { send, reply })`. Beside the client's
 * `mod.ts`, not in it: it brings the protobuf runtime, some 30 ms.
 *
 * @module
 */

export { RequestSubject } from "./request_subject.ts";
export type { AnswerOf, RequestHandler, TypedServeOptions } from "./request_subject.ts";
export { subject } from "./subject.ts";
export type { TypedMessage } from "./typed_message.ts";
export { TypedSubject } from "./typed_subject.ts";
export { TypedSubscription } from "./typed_subscription.ts";
export type { TypedSubscribeOptions } from "./typed_subscription.ts";
