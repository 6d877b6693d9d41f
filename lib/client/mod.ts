// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The NATS client: `connect(options)` gives a `Client` that keeps publishes over a reconnect,
 * bounds its queues, and fails with typed errors.
 *
 * @module
 */

export { connect } from "./connect.ts";
export type { ConnectContext } from "./connect.ts";
export { Client } from "./client.ts";
export type { RequestManyOptions, RequestOptions } from "./ask.ts";
export type { CoreConnection, CoreMessage, ServerInfo } from "./core_types.ts";
export type { PublishOptions, PublishWhenReadyOptions } from "./publisher.ts";
export {
  connectOptionNames,
  parseConnectOptions,
  programOptionNames,
} from "./parse_connect_options.ts";
export type { ConnectOptions, Duration, Size } from "./connect_options.ts";
export type { ConnectSettings } from "./connect_settings.ts";
export type { ConnectionCallbacks } from "./connection_callbacks.ts";
export type { NatsContext } from "./context.ts";
export { readContext } from "./read_context.ts";
export type { Environment } from "./environment.ts";
export type { ServerLogin } from "./server_url.ts";
export type { TlsOptions } from "./tls_options.ts";
export { ClientError } from "./error.ts";
export { toClientError } from "./to_client_error.ts";
export type { ClientErrorCode } from "./error.ts";
export { getKey, publishToStream } from "./jetstream.ts";
export type {
  CoreJetStream,
  CoreKeyValue,
  CoreStreamPublishOptions,
  GetKeyOptions,
  KeyValueEntry,
  StreamAck,
  StreamPublishOptions,
} from "./jetstream.ts";
export { Message } from "./message.ts";
export type { Publish } from "./message.ts";
export type { HeadersInit, MessageHeaders, Payload } from "./payload.ts";
export type { ClientState, ClientStats, ClientStatus } from "./status.ts";
export { SimpleClient } from "./simple_client.ts";
export type {
  SimpleConnectOptions,
  SimplePublishOptions,
  SimpleRequestOptions,
  SimpleSubscribeOptions,
} from "./simple_client.ts";
export type { SimpleCallbacks, SimpleMessage } from "./simple_subscription.ts";
export { checkPattern, checkSubject } from "./subject.ts";
export { Subscription } from "./subscription.ts";
export type { SubscribeOptions, SubscriptionHost } from "./subscribe_options.ts";
export { webSocketSupported } from "./transport_feature.ts";
export type { WaitOptions } from "./wait.ts";
