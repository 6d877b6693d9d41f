// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { codecOf } from "../../codec/codec_of.ts";
import type { PayloadType } from "../../codec/payload_type.ts";
import type { Client } from "../client.ts";
import { ClientError } from "../error.ts";
import { checkSubject } from "../subject.ts";
import { toClientError } from "../to_client_error.ts";
import { unfitSentence } from "../unfit.ts";
import type { ConsumeOptions, ConsumeSource, StreamHandler } from "./consume_options.ts";
import { consumeSettings } from "./consume_options.ts";
import { Consumption } from "./consumption.ts";
import { StreamError } from "./error.ts";
import type { CoreConsumerConfig } from "./types.ts";

/** The server's patience with a message where the consumer says nothing, in milliseconds. */
const presetAckWaitMs = 30_000;

/** Where a consumption takes its messages from. */
type Place = Pick<ConsumeSource<PayloadType>, "stream" | "consumer">;

/**
 * Handles the messages of a stream's consumer, each at least once, until it is stopped. A message
 * is acknowledged when its handler has returned. While a handler goes on, the server is told so in
 * half of the consumer's `ack_wait`. When it fails, the message comes again after a while; when it
 * fails for good (`maxDeliveries`, a `PoisonError`, a payload that is not of its type), it is stored
 * on the dead-letter subject and ended. It goes on over outages and restarts of the server. Several
 * processes may consume the same consumer; they share its messages.
 *
 * @example
 * ```ts
 * import { connect, consume, ensureConsumer, ensureStream, startServer } from "@natsrig/natsrig";
 * import { jetstream } from "@nats-io/jetstream";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await startServer({ jetstream: true });
 * await using client = await connect({ servers: server.url });
 * await ensureStream(client, { name: "ORDERS", subjects: ["orders.>"] });
 * await ensureStream(client, { name: "DEAD", subjects: ["dead.>"] });
 * await ensureConsumer(client, "ORDERS", { durable_name: "shop" });
 *
 * const first = Promise.withResolvers<string>();
 * const source = { stream: "ORDERS", consumer: "shop", type: "text" } as const;
 * await using _shop = await consume(client, source, ({ value }) => first.resolve(value));
 * await jetstream(client.connection).publish("orders.new", "tea");
 * assertEquals(await first.promise, "tea");
 * ```
 *
 * @throws {StreamError} `unfit-consumer` where it is no pull consumer with explicit
 * acknowledgements, or gives up no later than `maxDeliveries`; `no-dead-letter` where no stream
 * stores the dead-letter subject, or the consumer would get them itself
 * @throws {ClientError} `invalid-option`, `stream-not-found`, `consumer-not-found`, `timeout`; the
 * signal's reason
 */
export async function consume<const Type extends PayloadType = "bytes">(
  client: Client,
  source: ConsumeSource<Type>,
  handler: StreamHandler<Type>,
  options: ConsumeOptions = {},
): Promise<Consumption> {
  const { stream, consumer, type } = source;
  const { signal, onError } = options;
  const settings = consumeSettings(source, options);
  checkHandler(handler);
  const { deadLetter, maxDeliveries } = settings;
  signal?.throwIfAborted();
  const { config, check } = await look(client, { stream, consumer });
  checkConsumer(config, maxDeliveries);
  if (deadLetter !== false) await checkDeadLetter(client, { stream, config, deadLetter });
  signal?.throwIfAborted();
  const consumption = Consumption.start({
    client,
    stream,
    consumer,
    settings,
    codec: codecOf(type ?? "bytes"),
    handler,
    deadLetters: deadLetter === false
      ? undefined
      : { js: jetstream(client.connection), consumer, subject: deadLetter },
    ackWaitMs: ackWaitMs(config),
    maxBatch: config.max_batch || Infinity,
    check,
    onError,
  });
  const stop = () => void consumption.stop();
  signal?.addEventListener("abort", stop, { once: true });
  consumption.finished().catch(() => "it is told by finished() and onError").then(() =>
    signal?.removeEventListener("abort", stop)
  );
  return consumption;
}

/** Called with none, each message would become a dead letter. */
function checkHandler(handler: unknown): void {
  if (typeof handler === "function") return;
  const unfit = { name: "handler", rule: "a function", value: handler };
  throw new ClientError("invalid-option", unfitSentence("consume", unfit));
}

async function look(client: Client, { stream, consumer }: Place): Promise<{
  readonly config: CoreConsumerConfig;
  readonly check: () => Promise<void>;
}> {
  const doing = `consume "${consumer}" of the stream "${stream}"`;
  try {
    const { consumers } = await jetstreamManager(client.connection, { checkAPI: false });
    const { config } = await consumers.info(stream, consumer);
    const check = async () => {
      try {
        await consumers.info(stream, consumer);
      } catch (error) {
        const failure = toClientError(error, doing);
        // Anything else may pass.
        if (failure.code.endsWith("-not-found")) throw failure;
      }
    };
    return { config, check };
  } catch (error) {
    throw toClientError(error, doing);
  }
}

function checkConsumer(config: CoreConsumerConfig, maxDeliveries: number): void {
  const { ack_policy, deliver_subject, max_deliver = -1 } = config;
  const refuse = (key: string, rule: string, value: unknown): never => {
    const sentence = `Cannot consume as '${key}' must be ${rule}: current value is ${value}`;
    throw new StreamError("unfit-consumer", sentence, { keys: [key] });
  };
  if (deliver_subject) refuse("deliver_subject", "absent (a pull consumer)", deliver_subject);
  if (ack_policy !== "explicit") refuse("ack_policy", "explicit", ack_policy);
  // The server would keep such a message back before it has been made a dead letter.
  if (max_deliver > 0 && max_deliver <= maxDeliveries) {
    refuse(
      "max_deliver",
      `-1 or more than 'maxDeliveries', which is ${maxDeliveries}`,
      max_deliver,
    );
  }
}

async function checkDeadLetter(
  client: Client,
  place: {
    readonly stream: string;
    readonly config: CoreConsumerConfig;
    readonly deadLetter: string;
  },
): Promise<void> {
  const { stream, config, deadLetter } = place;
  const { streams } = await jetstreamManager(client.connection, { checkAPI: false });
  checkSubject(deadLetter, "store dead letters on");
  let holder: string;
  try {
    holder = await streams.find(deadLetter);
  } catch (error) {
    const failure = toClientError(error, "look for the dead letters' stream");
    if (failure.code !== "stream-not-found") throw failure;
    throw refuseDeadLetter("a subject that a stream stores, or false", deadLetter);
  }
  const filtered = config.filter_subject || config.filter_subjects?.length;
  if (holder === stream && !filtered) {
    throw refuseDeadLetter("one that the consumer does not get itself", deadLetter);
  }
}

function refuseDeadLetter(rule: string, value: string): StreamError {
  return new StreamError(
    "no-dead-letter",
    `Cannot consume as 'deadLetter' must be ${rule}: current value is "${value}"`,
  );
}

function ackWaitMs({ ack_wait = 0, backoff = [] }: CoreConsumerConfig): number {
  const times = [ack_wait, ...backoff].filter((time) => time > 0);
  return times.length === 0 ? presetAckWaitMs : Math.min(...times) / 1e6;
}
