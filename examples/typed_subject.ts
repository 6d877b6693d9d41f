// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Subjects with types: JSON that is checked, answers as text, errors that arrive as errors. */

import {
  type Codec,
  CodecError,
  connect,
  jsonCodec,
  ServiceError,
  subject,
} from "@natsrig/natsrig";
import { openServer } from "./open_server.ts";

interface Order {
  readonly item: string;
  readonly count: number;
}

// Any codec will do where `text`, `json` and `bytes` are too little.
const orderCodec: Codec<Order> = {
  type: "order",
  encode: ({ item, count }) => jsonCodec.encode({ item, count }),
  decode(data) {
    const value = jsonCodec.decode(data);
    if (typeof value === "object" && value !== null && "item" in value && "count" in value) {
      const { item, count } = value;
      if (typeof item === "string" && typeof count === "number") return { item, count };
    }
    throw new TypeError("an order has an item and a count");
  },
};

// One definition for both sides. `:shop` is one token; its value comes as `params.shop`.
const orders = subject("order.:shop", { send: orderCodec, reply: "text" });

await using server = await openServer();
await using client = await connect({ servers: server.url });

const shop = orders.serve(client, ({ item, count }, { params }) => {
  if (count > 10) throw new ServiceError(409, `no ${count} of ${item}`);
  return `${params.shop} sends ${count} of ${item}`;
}, { onError: (error) => console.log(`in the shop: ${error.message}`) });
await shop.confirmed();

const patience = { timeoutMs: 5000 };
const corner = orders.at({ shop: "corner" });
console.log(await corner.request(client, { item: "tea", count: 2 }, patience));

// What a handler refuses is an error of the request.
try {
  await corner.request(client, { item: "tea", count: 11 }, patience);
} catch (error) {
  if (!(error instanceof ServiceError)) throw error;
  console.log(`refused with ${error.code}: ${error.message}`);
}

// A payload that is no order is told to the caller and to onError; the shop stays open.
const answer = await client.request("order.corner", "[]", patience);
try {
  orders.decodeReply(answer);
} catch (error) {
  if (!(error instanceof ServiceError)) throw error;
  console.log(`refused with ${error.code}`);
}

// Without requests: `next` throws the CodecError, `for await` and callbacks leave it to onError.
const stock = subject("stock.:item", { send: "json" });
await using subscription = stock.subscribe(client);
client.publish("stock.tea", "plenty");
stock.at({ item: "tea" }).publish(client, { boxes: 40 });
try {
  await subscription.next(patience);
} catch (error) {
  if (!(error instanceof CodecError)) throw error;
  console.log(`${error.size} bytes on ${error.subject} are no ${error.type}`);
}
const { value, params } = await subscription.next(patience);
console.log(params.item, value);
