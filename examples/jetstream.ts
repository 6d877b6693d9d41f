// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** JetStream over natsrig's client: its `connection` is what the nats packages take. */

import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, subject } from "@natsrig/natsrig";
import { openServer } from "./open_server.ts";

const readings = subject("natsrig.example.:sensor", { send: "json" });
const stream = "natsrig-example";

await using server = await openServer();
await using client = await connect({ servers: server.url });

const manager = await jetstreamManager(client.connection);
await manager.streams.add({ name: stream, subjects: [readings.subject] });
const js = jetstream(client.connection);
try {
  const kitchen = readings.at({ sensor: "kitchen" });
  for (const celsius of [19.5, 20, 20.5]) {
    const { seq, duplicate } = await js.publish(kitchen.subject, kitchen.encode({ celsius }), {
      msgID: `kitchen-${celsius}`,
    });
    console.log(`stored as ${seq}${duplicate ? " already" : ""}`);
  }

  // What has been stored already is stored once.
  const again = await js.publish(kitchen.subject, kitchen.encode({ celsius: 20.5 }), {
    msgID: "kitchen-20.5",
  });
  console.log(`stored as ${again.seq}${again.duplicate ? " already" : ""}`);

  const consumer = await js.consumers.get(stream);
  const messages = await consumer.fetch({ max_messages: 3, expires: 5000 });
  for await (const message of messages) {
    console.log(message.subject, readings.decode(message));
  }
} finally {
  await manager.streams.delete(stream);
}
