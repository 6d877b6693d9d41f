// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Publishes the numbers of `deno task torture` by an outbox: `torture_child.ts URL FILE FROM TO
 * SEED`. Says on its standard output up to which number all are accepted, and `done` when all have
 * arrived. A number's id is its own, so that those whose acceptance was not told before a kill can
 * be published again.
 *
 * @module
 */

import { connect } from "../lib/client/mod.ts";
import { openOutbox } from "../lib/outbox/mod.ts";
import { seededRandom } from "../lib/transport/fake_random.ts";

/** Subjects that the numbers go to in turn. */
const subjects = 8;

/** It goes on publishing when fewer messages wait: kills shall meet messages under way. */
const mostWaiting = 400;

const [url = "", path = "", ...numbers] = Deno.args;
const [from = 0, to = 0, seed = 0] = numbers.map(Number);
const random = seededRandom(seed + from);

await using client = await connect({
  servers: url,
  reconnectTimeWait: "20ms",
  maxReconnectAttempts: -1,
  waitOnFirstConnect: true,
});
await using outbox = await openOutbox({ client, path, retryWaitMs: 20, maxRetryWaitMs: 200 });

for (let next = from; next < to;) {
  const end = Math.min(to, next + 1 + random(100));
  const burst = Array.from({ length: end - next }, (_, i) => next + i);
  await Promise.all(
    burst.map((number) =>
      outbox.publish(`torture.${number % subjects}`, `${number}`, { id: `number-${number}` })
    ),
  );
  console.log(end);
  next = end;
  while (outbox.stats.rows > mostWaiting) await new Promise((resolve) => setTimeout(resolve, 1));
}
await outbox.idle();
console.log("done");
