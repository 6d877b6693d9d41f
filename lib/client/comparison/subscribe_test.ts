// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { startServer } from "../../server/mod.ts";
import { codeOf, testRow } from "./test_row.ts";

testRow({
  name: "Subscription holds no more messages than its limit, drops the newest, and says so",
  natsJs: "100 messages wait",
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    const subscription = client.subscribe("n", { limit: 10 });
    for (let i = 0; i < 100; i++) client.publish("n", `${i}`);
    await client.flush();
    assert(subscription.pending === 10, `${subscription.pending} messages wait`);
    assertEquals(await codeOf(subscription.next(5000)), "slow-consumer");
    const taken: string[] = [];
    while (subscription.pending > 0) taken.push(await subscription.next(5000));
    assertEquals(taken, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  },
});

testRow({
  name: "Subscription.next() takes no message when its time is over",
  // The iterator hands the first message to the call that was given up.
  natsJs: `["second"]`,
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    const subscription = client.subscribe("n");
    assert(await subscription.next(10).then(() => false, () => true), "there is no message");
    client.publish("n", "first");
    client.publish("n", "second");
    await client.flush();
    const text = await subscription.next(5000);
    assert(text === "first", JSON.stringify([text]));
  },
});

testRow({
  name: "Client.once() gives the next message",
  natsJs: "nats.js has no 'once'",
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    const next = client.once("n", 5000);
    client.publish("n", "hello");
    assertEquals(await next, "hello");
  },
});
