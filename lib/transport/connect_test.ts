// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertRejects } from "@std/assert";
import { wsconnect } from "@nats-io/nats-core";
import { startServer } from "../server/mod.ts";
import { connect } from "./connect.ts";
import type { Status } from "./mod.ts";

async function nextStatus(statuses: AsyncIterable<Status>, type: Status["type"]): Promise<void> {
  for await (const status of statuses) if (status.type === type) return;
  throw new Error(`the connection ended before ${type}`);
}

Deno.test("connect() keeps its transport when another one is set for the process", async () => {
  await using server = await startServer({ websocket: true });
  const options = { reconnectTimeWait: 20, reconnectJitter: 0, maxReconnectAttempts: -1 };
  const ours = await connect({ ...options, servers: server.url });
  const theirs = await wsconnect({ ...options, servers: server.websocketUrl ?? "" });
  const back = [ours, theirs].map((it) => nextStatus(it.status(), "reconnect"));
  await server.restart();
  await Promise.all(back);
  await Promise.all([ours.flush(), theirs.flush()]);
  await Promise.all([ours.close(), theirs.close()]);
});

Deno.test("connect() ends at once when its signal says so, at whatever point", async () => {
  // Accepts, and says nothing.
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const servers = `127.0.0.1:${silent.addr.port}`;
  const accepted = silent.accept();
  for (const begun of [false, true]) {
    const stop = new AbortController();
    const connecting = connect({ servers, timeout: 60_000, signal: stop.signal });
    if (begun) await new Promise((resolve) => setTimeout(resolve, 10));
    stop.abort(new RangeError("enough"));
    await assertRejects(() => connecting, RangeError, "enough");
  }
  (await accepted).close();
  await assertRejects(
    () => connect({ servers, signal: AbortSignal.abort(new RangeError("before")) }),
    RangeError,
    "before",
  );
});

Deno.test("connect() ends a wait for servers when its signal says so", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const servers = `127.0.0.1:${listener.addr.port}`;
  listener.close();
  const stop = new AbortController();
  const options = { servers, waitOnFirstConnect: true, reconnectTimeWait: 60_000 };
  const connecting = connect({ ...options, signal: stop.signal });
  await new Promise((resolve) => setTimeout(resolve, 30));
  stop.abort(new RangeError("enough"));
  await assertRejects(() => connecting, RangeError, "enough");
});
