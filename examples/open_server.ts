// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { startServer } from "@natsrig/natsrig/server";

/** A server that examples connect to. */
export interface ExampleServer extends AsyncDisposable {
  /** Its URL, or several with commas between them. */
  readonly url: string;
}

/** The server that `NATS_URL` names, or else one with JetStream that lasts as long as the example. */
export async function openServer(): Promise<ExampleServer> {
  const url = Deno.env.get("NATS_URL");
  if (url === undefined || url === "") return await startServer({ jetstream: true });
  return { url, [Symbol.asyncDispose]: () => Promise.resolve() };
}
