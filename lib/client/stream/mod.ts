// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * JetStream's helpers: streams and consumers as they shall be, and handlers for their messages.
 * Beside the client's `mod.ts`, not in it: it brings JetStream and the protobuf runtime.
 *
 * @module
 */

export { consume } from "./consume.ts";
export type {
  ConsumeOptions,
  ConsumeSource,
  FailedMessage,
  StreamHandler,
  StreamMessage,
} from "./consume_options.ts";
export type { Consumption } from "./consumption.ts";
export type { ConsumeStats } from "./consumption_parts.ts";
export type { DeliveryInfo } from "./delivery.ts";
export { ensureConsumer } from "./ensure_consumer.ts";
export { ensureStream } from "./ensure_stream.ts";
export { PoisonError, StreamError, type StreamErrorCode } from "./error.ts";
export type {
  ConfigDifference,
  ConsumerWish,
  CoreConsumerConfig,
  CoreStreamConfig,
  Ensured,
  StreamWish,
} from "./types.ts";
