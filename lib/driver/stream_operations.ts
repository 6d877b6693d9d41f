// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConsumerConfig, JetStreamManager, StoredMsg, StreamConfig } from "@nats-io/jetstream";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { headers as makeHeaders } from "@nats-io/nats-core";
import { checkSubject } from "../client/mod.ts";
import type { Headers, Json } from "../scenario/types.ts";
import { fetch } from "./fetch.ts";
import type { OperationTable, Session } from "./session.ts";
import { abortable, toJson } from "./session.ts";
import type { Config, StoredMessage } from "./types.ts";

type StreamOperation =
  | "stream.create"
  | "stream.update"
  | "stream.delete"
  | "stream.purge"
  | "stream.info"
  | "stream.messages"
  | "consumer.create"
  | "consumer.delete"
  | "consumer.info"
  | "js.publish"
  | "js.fetch";

/** Stored messages asked for at the same time. */
const window = 128;

/** JetStream. */
export const streamOperations: OperationTable<StreamOperation> = {
  "stream.create": (session, { stream, config }, signal) =>
    managed(
      session,
      signal,
      async ({ streams }) => toJson(await streams.add({ ...streamConfig(config), name: stream })),
    ),
  "stream.update": (session, { stream, config }, signal) =>
    managed(
      session,
      signal,
      async ({ streams }) => toJson(await streams.update(stream, streamConfig(config))),
    ),
  "stream.delete": (session, { stream }, signal) =>
    managed(session, signal, async ({ streams }) => {
      await streams.delete(stream);
      return undefined;
    }),
  "stream.purge": (session, { stream, filter }, signal) =>
    managed(
      session,
      signal,
      async ({ streams }) =>
        (await streams.purge(stream, filter === undefined ? undefined : { filter })).purged,
    ),
  "stream.info": (session, { stream }, signal) =>
    managed(session, signal, async ({ streams }) => toJson(await streams.info(stream))),
  "stream.messages": (session, { stream }, signal) =>
    managed(session, signal, (manager) => readAll(manager, stream, signal)),
  "consumer.create": (session, { stream, consumer, config }, signal) =>
    managed(
      session,
      signal,
      async ({ consumers }) =>
        toJson(await consumers.add(stream, consumerConfig(consumer, config))),
    ),
  "consumer.delete": (session, { stream, consumer }, signal) =>
    managed(session, signal, async ({ consumers }) => {
      await consumers.delete(stream, consumer);
      return undefined;
    }),
  "consumer.info": (session, { stream, consumer }, signal) =>
    managed(
      session,
      signal,
      async ({ consumers }) => toJson(await consumers.info(stream, consumer)),
    ),
  async "js.publish"(session, { subject, data, headers, id }, signal) {
    checkSubject(subject);
    const options = {
      ...(headers === undefined ? {} : { headers: toMsgHeaders(headers) }),
      ...(id === undefined ? {} : { msgID: id }),
    };
    const publishing = jetstream(session.client().connection).publish(subject, data, options);
    const { stream, seq, duplicate } = await abortable(publishing, signal);
    return { stream, seq, duplicate };
  },
  "js.fetch": fetch,
};

async function managed<T>(
  session: Session,
  signal: AbortSignal,
  work: (manager: JetStreamManager) => Promise<T>,
): Promise<T> {
  const { connection } = session.client();
  const manager = await jetstreamManager(connection, { checkAPI: false });
  return await abortable(work(manager), signal);
}

/** The server judges a configuration; nothing here knows better. */
function streamConfig(config: Config): Partial<StreamConfig> {
  return config as { readonly [key: string]: Json } & Partial<StreamConfig>;
}

/** Durable and explicitly acknowledged, as other clients make them, unless it says otherwise. */
function consumerConfig(name: string, config: Config): ConsumerConfig {
  const ephemeral = "inactive_threshold" in config;
  const full: Config = {
    ack_policy: "explicit",
    ...(ephemeral ? { name } : { durable_name: name }),
    ...config,
  };
  return full as Config & ConsumerConfig;
}

/** Reads a stream by sequence, or from message to message where most sequences are gone. */
async function readAll(
  { streams }: JetStreamManager,
  stream: string,
  signal: AbortSignal,
): Promise<readonly StoredMessage[]> {
  const { state } = await streams.info(stream);
  const { first_seq: first, last_seq: last, messages: count } = state;
  const found: StoredMessage[] = [];
  if (count === 0) return found;
  if (last - first >= 4 * count + window) {
    // The package's type lacks it; the server has had it from the start.
    const next = { next_by_subj: ">" };
    for (let seq = first; seq <= last && !signal.aborted;) {
      const message = await streams.getMessage(stream, { seq, ...next });
      if (message === null) break;
      found.push(toStoredMessage(message));
      seq = message.seq + 1;
    }
    return found;
  }
  for (let seq = first; seq <= last && !signal.aborted; seq += window) {
    const length = Math.min(window, last - seq + 1);
    const reads = Array.from({ length }, (_, i) => streams.getMessage(stream, { seq: seq + i }));
    for (const message of await Promise.all(reads)) {
      if (message !== null) found.push(toStoredMessage(message));
    }
  }
  return found;
}

function toStoredMessage({ subject, seq, data, header }: StoredMsg): StoredMessage {
  const headers = Object.fromEntries(header);
  return {
    subject,
    seq,
    data,
    at: performance.now(),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  };
}

function toMsgHeaders(headers: Headers) {
  const made = makeHeaders();
  for (const [name, values] of Object.entries(headers)) {
    for (const value of values) made.append(name, value);
  }
  return made;
}
