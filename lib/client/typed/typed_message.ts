// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Message } from "../message.ts";

/** A received message, decoded. */
export interface TypedMessage<Value, Params = { readonly [name: string]: string }> {
  /** The payload, as its type decodes it. */
  readonly value: Value;
  /** The values of the pattern's named tokens. */
  readonly params: Params;
  /** The message itself: its subject, headers, bytes and reply subject. */
  readonly raw: Message;
}
