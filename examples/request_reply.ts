// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Request and reply, as "NATS by Example" tells it: three greetings, then nobody to greet. */

import { ClientError, connect } from "@natsrig/natsrig";
import { openServer } from "./open_server.ts";

await using server = await openServer();
await using client = await connect({ servers: server.url });

// A responder is a subscription that answers. Who is to be greeted stands in the subject.
const greeter = client.subscribe("greet.*", {
  callback: (request) => request.respond(`hello, ${request.subject.slice("greet.".length)}`),
});

// A request needs no payload, but may have one. How long it waits is 500 ms where nothing is said.
const patience = { timeoutMs: 5000 };
console.log((await client.request("greet.joe", "", patience)).text());
console.log((await client.request("greet.sue", "hello!", patience)).text());
console.log((await client.request("greet.bob", new Uint8Array(), patience)).text());

// The server knows that nobody is subscribed any more, so the request fails without waiting.
greeter.unsubscribe();
try {
  await client.request("greet.joe", "", patience);
} catch (error) {
  if (!(error instanceof ClientError) || error.code !== "no-responders") throw error;
  console.log("no responders");
}
