// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * A responder in a process of its own: its argument says which, as JSON; it answers each line of
 * its input with what it has used.
 *
 * @module
 */

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { Msg } from "@nats-io/nats-core";
import process from "node:process";
import { createInterface } from "node:readline";
import { Router, serve } from "../lib/app/mod.ts";
import { connect } from "../lib/transport/mod.ts";
import { EchoRequestSchema, EchoResponseSchema } from "../proto/mod.ts";
import type { ContenderId, ResponderOptions, Usage } from "./app_contender.ts";

type RouterId = Exclude<ContenderId, `nats.js${string}`>;

const types = { send: EchoRequestSchema, reply: EchoResponseSchema };

/** The handler of each contender that has a Router. */
function routerOf(contender: RouterId, subject: string): Router {
  const router = new Router();
  switch (contender) {
    case "router":
      return router.on(subject, types, ({ message }) => ({ message: `echo ${message}` }));
    case "router-async":
      return router.on(
        subject,
        types,
        ({ message }) => Promise.resolve({ message: `echo ${message}` }),
      );
    case "router-cache":
      return router.on(
        subject,
        types,
        async ({ message }, { cache }) =>
          (await cache.getOrCompute(message, () => ({ message: `echo ${message}` }))).value,
      );
  }
}

async function respond({ contender, url, subject }: ResponderOptions): Promise<void> {
  const connection = await connect({ servers: url });
  const answer = (incoming: Msg): Uint8Array => {
    const { message } = fromBinary(EchoRequestSchema, incoming.data);
    const reply = create(EchoResponseSchema, { message: `echo ${message}` });
    return toBinary(EchoResponseSchema, reply);
  };
  const callback = (error: Error | null, incoming: Msg): void => {
    if (error !== null) throw error;
    incoming.respond(answer(incoming));
  };
  const later = async (error: Error | null, incoming: Msg): Promise<void> => {
    if (error !== null) throw error;
    incoming.respond(await Promise.resolve(answer(incoming)));
  };
  const handler = contender === "nats.js" ? callback : later;
  connection.subscribe(subject, { queue: "q", callback: handler });
  await connection.flush();
}

if (import.meta.main) {
  const options: ResponderOptions = JSON.parse(Deno.args[0] ?? "");
  const { contender, url, subject } = options;
  if (contender === "nats.js" || contender === "nats.js-async") await respond(options);
  else await serve(routerOf(contender, subject), { servers: url });
  console.log("{}");
  for await (const _ of createInterface({ input: process.stdin })) {
    const { user, system } = process.cpuUsage();
    const usage: Usage = { cpuMs: (user + system) / 1000 };
    console.log(JSON.stringify(usage));
  }
  // The end of its input is the end of its parent.
  Deno.exit();
}
