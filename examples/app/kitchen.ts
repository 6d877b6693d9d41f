// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The kitchen: makes the streams, and prepares what was ordered, also while it was away. Several
 * kitchens share the work. What cannot be prepared goes to the stream DEAD.
 */

import { connect, consume, ensureConsumer, ensureStream, PoisonError } from "@natsrig/natsrig";
import { deadStream, orderCodec, ordersStream } from "./order.ts";

await using client = await connect({ name: "kitchen", maxReconnectAttempts: -1 });
for (const stream of [ordersStream, deadStream]) {
  const { outcome } = await ensureStream(client, stream);
  console.log(`the stream ${stream.name} is ${outcome}`);
}
await ensureConsumer(client, ordersStream.name, { durable_name: "kitchen" });

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => stop.abort());
}

const source = { stream: ordersStream.name, consumer: "kitchen", type: orderCodec } as const;
const work = await consume(client, source, ({ value, subject, sequence }) => {
  if (value.item === "rum") throw new PoisonError("we have no rum");
  console.log(`no. ${sequence}: ${value.count} ${value.item} for ${subject.split(".")[1]}`);
}, {
  signal: stop.signal,
  onError: (error, message) => console.log(`no. ${message?.sequence}: ${error.message}`),
});
console.log("the kitchen is open; Ctrl-C closes it");
await work.finished();
console.log("the kitchen is closed");
