// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Message } from "../client/mod.ts";
import type { WireMessage } from "./types.ts";

/** A client's message as a driver reports it. */
export function toWireMessage(message: Message): WireMessage {
  const { subject, reply, headers, data, at } = message;
  return {
    subject,
    data,
    at,
    ...(reply === undefined ? {} : { reply }),
    ...(headers === undefined ? {} : { headers }),
  };
}
