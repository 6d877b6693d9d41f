// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { CoreJetStream } from "../client/mod.ts";
import type { Codec } from "../codec/codec.ts";
import type { ValueCache } from "./value_cache.ts";
import type { Call } from "./call.ts";
import type { DispatchOptions } from "./dispatch.ts";
import { createLogger, type Logger } from "./logger.ts";
import { encodePayload } from "./payload.ts";
import { readParams, type SubjectPattern } from "./subject.ts";
import type { AppOutbox, Context, MessageHeaders, PublishOptions, Route } from "./types.ts";

/** A route, made ready for messages. */
export interface BoundRoute {
  readonly route: Route;
  readonly pattern: SubjectPattern;
  readonly sent: Codec<unknown, never>;
  /** Undefined where there are no replies. */
  readonly replied: Codec<unknown> | undefined;
}

const none = {};

/** What a handler is given with a message. Most of it is made when it is asked for. */
export class MessageContext implements Context {
  readonly #call: Call;
  readonly #bound: BoundRoute;
  readonly #options: DispatchOptions;

  /** Makes the context of one message for one route. */
  constructor(call: Call, bound: BoundRoute, options: DispatchOptions) {
    this.#call = call;
    this.#bound = bound;
    this.#options = options;
  }

  get subject(): string {
    return this.#call.message.subject;
  }

  get params(): { readonly [name: string]: string } {
    return readParams(this.#bound.pattern, this.subject);
  }

  get caller(): string {
    return this.subject.split(".", 1)[0] ?? "";
  }

  get headers(): MessageHeaders {
    return this.#call.message.headers ?? none;
  }

  get replyTo(): string | undefined {
    return this.#call.message.reply;
  }

  get cache(): ValueCache {
    return this.#options.cache;
  }

  get outbox(): AppOutbox {
    return this.#options.outbox ?? missing("outbox");
  }

  get jetstream(): CoreJetStream {
    return this.#options.jetstream ?? missing("jetstream");
  }

  get signal(): AbortSignal {
    return this.#call.signal;
  }

  get logger(): Logger {
    return createLogger(this.#options.log, this.subject);
  }

  // Functions, not methods: handlers take them apart, as in `({ reply }) => …`.
  get reply(): Context["reply"] {
    return (value, options) => this.send(value, options?.headers);
  }

  get publish(): Context["publish"] {
    return (subject: string, value: unknown, options: PublishOptions<never> = none) => {
      const { type, headers, replyTo } = options;
      this.#options.publish(subject, encodePayload(type, value), {
        ...headers !== undefined && { headers },
        ...replyTo !== undefined && { reply: replyTo },
      });
    };
  }

  /** Sends a reply; see `Context.reply`. */
  send(value: unknown, headers?: MessageHeaders): boolean {
    const { replied } = this.#bound;
    if (replied === undefined) {
      throw new TypeError(`Cannot reply as "${this.subject}" has no reply type`);
    }
    const { message: { reply }, reason } = this.#call;
    if (reason !== undefined) throw reason;
    const data = replied.encode(value);
    if (reply === undefined) return false;
    this.#options.publish(reply, data, headers === undefined ? none : { headers });
    return true;
  }
}

function missing(name: "outbox" | "jetstream"): never {
  throw new TypeError(`Cannot use the ${name} as serve() must be given '${name}'`);
}
