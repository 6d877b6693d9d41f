// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * A program that counts, for scenarios: it publishes 1 to 50 on `numbers` by an outbox, and has
 * said 50 of them when all have arrived. Started again on the same file it begins at 1 again, as
 * nobody told it how far it had come: the outbox takes each number once, by its id.
 *
 * `deno run -A counting.ts FILE` ends when all have arrived; with `--endless` it waits to be killed.
 *
 * @module
 */

import { connect } from "../../lib/client/mod.ts";
import { openOutbox } from "../../lib/outbox/mod.ts";

const [path = "numbers.db", mode] = Deno.args;
const servers = Deno.env.get("NATS_URL") ?? "127.0.0.1:4222";
await using client = await connect({ servers, reconnectTimeWait: 50, maxReconnectAttempts: -1 });
await using outbox = await openOutbox({ client, path, ackTimeoutMs: 500, maxRetryWaitMs: 100 });

let known = 0;
for (let number = 1; number <= 50; number++) {
  const { duplicate } = await outbox.publish("numbers", `${number}`, { id: `number-${number}` });
  if (duplicate) known++;
  tellCount(number);
  await new Promise((resolve) => setTimeout(resolve, 10));
}
if (mode === "--endless") await new Promise(() => setInterval(() => tellCount(50), 100));
await outbox.idle();
console.log(known === 0 ? "all of them have arrived" : "the others have arrived, too");

function tellCount(number: number): void {
  client.publish("counted", JSON.stringify({ number, pid: Deno.pid }));
}
