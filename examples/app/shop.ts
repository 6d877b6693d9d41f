// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The shop: answers what things cost, and takes orders. `natsrig app examples/app/shop.ts`. */

import {
  ClientError,
  type CoreJetStream,
  publishToStream,
  Router,
  ServiceError,
} from "@natsrig/natsrig";
import { type Order, orderCodec, type Receipt } from "./order.ts";

const prices = new Map([["tea", 3], ["cake", 5]]);

/** Stands for a question to a slow neighbour. */
async function askForPrice(item: string): Promise<number | undefined> {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return prices.get(item);
}

const router = new Router();

// An answer that is good for a minute is not asked for again.
router.on("shop.:city.price", { send: "text", reply: "json" }, async (item, { cache }) => {
  const price = await cache.getOrCompute(`price ${item}`, () => askForPrice(item), {
    ttlMs: 60_000,
  });
  if (price.value === undefined) throw new ServiceError(404, `there is no ${item}`);
  return { item, euros: price.value, cached: price.from === "cache" };
});

// The answer says that the order is stored: the kitchen may be away, it will find it.
router.on(
  "shop.:city.order",
  { send: orderCodec, reply: "json" },
  async (order, { params, jetstream, logger }) => {
    const receipt = await store(jetstream, `orders.${params.city}`, order);
    logger.info("ordered", { id: order.id, again: receipt.again });
    return { ...receipt };
  },
);

async function store(js: CoreJetStream, subject: string, order: Order): Promise<Receipt> {
  try {
    const options = { msgID: order.id, retries: 1 };
    const ack = await publishToStream(js, subject, orderCodec.encode(order), options);
    return { number: ack.seq, again: ack.duplicate };
  } catch (error) {
    // The kitchen makes the stream when it is opened for the first time.
    if (!(error instanceof ClientError) || error.code !== "no-responders") throw error;
    throw new ServiceError(503, "no kitchen has been opened yet", { cause: error });
  }
}

export default router;
