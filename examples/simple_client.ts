// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The callback-style client: subscriptions are numbers, answers come to a callback. */

import { SimpleClient } from "@natsrig/natsrig";
import { openServer } from "./open_server.ts";

const text = (payload: Uint8Array): string => new TextDecoder().decode(payload);

await using server = await openServer();
await using client = await SimpleClient.connect(server.url, { name: "joe" });

const sid = client.subscribe("upper", {
  queueGroup: "workers",
  cb: ({ op, subject, sid, replyTo, payload }) => {
    console.log(`${op} ${subject} ${sid} ${replyTo} ${payload.length}`);
    if (replyTo !== undefined) client.publish(replyTo, text(payload).toUpperCase());
  },
});

// The answer's subscription ends by itself.
await new Promise<void>((resolve) => {
  client.request("upper", "hello", ({ payload }) => {
    console.log(text(payload));
    resolve();
  });
});

// What no call can throw is told to `onError`.
client.unsubscribe(sid);
await new Promise<void>((resolve) => {
  client.request("upper", "anybody?", {
    cb: ({ payload }) => console.log(text(payload)),
    onError: (error) => {
      console.log(error.message);
      resolve();
    },
  });
});
