// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { z } from "zod";
import { type Application, defineApplication } from "./application.ts";
import { ServiceError } from "./error.ts";
import { Router } from "./router.ts";
import { isToken } from "./subject.ts";

// What is relayed goes to a subject of the same pattern: this tells it from what clients send,
// also where another instance relayed it.
const relayed = "Natsrig-Relayed";

/** Relays messages between clients. */
export const pingPong: Application = defineApplication({
  key: "ping-pong",
  about: "Relays a PingRequest that `<origin>` publishes on `<origin>.ping` to " +
    "`<destination>.ping`. One whose origin is not the caller is dropped and reported.",
  schema: z.strictObject({}),
  async router() {
    const { PingRequestSchema } = await import("../../proto/mod.ts");
    return new Router().on("*.ping", { send: PingRequestSchema }, (ping, context) => {
      if (context.headers[relayed] !== undefined) return;
      if (ping.origin !== context.caller) {
        throw new ServiceError(403, `origin ${ping.origin} is not the caller ${context.caller}`);
      }
      if (!isToken(ping.destination)) {
        throw new ServiceError(400, `destination "${ping.destination}" is not one token`);
      }
      context.publish(`${ping.destination}.ping`, ping, {
        type: PingRequestSchema,
        headers: { ...context.headers, [relayed]: ["1"] },
        // So that the destination can answer a request itself.
        ...(context.replyTo === undefined ? {} : { replyTo: context.replyTo }),
      });
    });
  },
});
