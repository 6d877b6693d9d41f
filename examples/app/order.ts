// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the shop and its kitchen say to each other. */

import { type Codec, jsonCodec } from "@natsrig/natsrig";

/** An order. The client chooses its id, so that sending it twice orders once. */
export interface Order {
  readonly id: string;
  readonly item: string;
  readonly count: number;
}

/** What the shop answers. */
export interface Receipt {
  /** The order's number in the stream. */
  readonly number: number;
  /** The order was there already. */
  readonly again: boolean;
}

/** The stream with all orders, and the one with those that nobody can prepare. */
export const ordersStream = { name: "ORDERS", subjects: ["orders.>"] };
export const deadStream = { name: "DEAD", subjects: ["dead.>"] };

/** Orders as JSON that is checked. */
export const orderCodec: Codec<Order> = {
  type: "order",
  encode: ({ id, item, count }) => jsonCodec.encode({ id, item, count }),
  decode(data) {
    const value = jsonCodec.decode(data);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const { id, item, count } = value as { readonly [name: string]: unknown };
      if (typeof id === "string" && typeof item === "string" && typeof count === "number") {
        return { id, item, count };
      }
    }
    throw new TypeError("an order has an id, an item and a count");
  },
};
