// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { decodeJson } from "../codec/json.ts";
import { onSubject } from "../codec/on_subject.ts";
import { decodeText } from "../codec/text.ts";
import { arrivalTime } from "./arrival_time.ts";
import type { CoreMessage } from "./core_types.ts";
import { ClientError } from "./error.ts";
import type { HeadersInit, MessageHeaders, Payload } from "./payload.ts";
import { fromMsgHeaders } from "./payload.ts";

/** Sends a message; how a received one is answered. */
export type Publish = (
  subject: string,
  data: Payload,
  options: { readonly headers?: HeadersInit; readonly reply?: string },
) => void;

/** A received message. */
export class Message {
  /** When it arrived, with the bytes it came in: `performance.now()`. */
  readonly at: number;
  readonly #msg: CoreMessage;
  readonly #publish: Publish;

  /** Wraps what nats-core delivers. */
  constructor(msg: CoreMessage, publish: Publish) {
    this.at = arrivalTime();
    this.#msg = msg;
    this.#publish = publish;
  }

  /** The subject it was sent to. */
  get subject(): string {
    return this.#msg.subject;
  }

  /** Where an answer is awaited. */
  get reply(): string | undefined {
    return this.#msg.reply === "" ? undefined : this.#msg.reply;
  }

  /** Its payload. */
  get data(): Uint8Array {
    return this.#msg.data;
  }

  /** Its headers. */
  get headers(): MessageHeaders | undefined {
    const { headers } = this.#msg;
    return headers === undefined ? undefined : fromMsgHeaders(headers);
  }

  /** The status of a message from the server itself, such as 408 at the end of a pull. */
  get status(): { readonly code: number; readonly description: string } | undefined {
    const { code = 0, description = "" } = this.#msg.headers ?? {};
    return code === 0 ? undefined : { code, description };
  }

  /**
   * The payload as text.
   *
   * @throws {CodecError} `decode` where it is no UTF-8
   */
  text(): string {
    return onSubject(this, () => decodeText(this.data));
  }

  /**
   * The payload as JSON.
   *
   * @throws {CodecError} `decode` where it is no UTF-8 or no JSON
   */
  json(): unknown {
    return onSubject(this, () => decodeJson(this.data));
  }

  /**
   * Answers it.
   *
   * @throws {ClientError} `invalid-subject` where no answer is awaited; see `Client.publish`
   */
  respond(data: Payload = "", options: { readonly headers?: HeadersInit } = {}): void {
    if (this.reply === undefined) {
      throw new ClientError("invalid-subject", "Cannot answer a message without a reply subject", {
        subject: this.subject,
      });
    }
    this.#publish(this.reply, data, options);
  }
}
