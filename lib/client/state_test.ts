// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { startCluster, startServer } from "../server/mod.ts";
import type { ClientStatus } from "./mod.ts";
import { ClientError, connect } from "./mod.ts";

const patience = { timeoutMs: 20_000 };
const quick = { reconnectTimeWait: 30, maxReconnectAttempts: -1 };

Deno.test("Client goes from state to state, each of which can be awaited", async () => {
  await using server = await startServer();
  const client = await connect({ servers: server.url, ...quick });
  assertEquals(client.state, "connected");
  await client.reached("connected");
  const down = client.reached("disconnected", patience);
  const trying = client.reached("reconnecting", patience);
  await server.kill();
  await down;
  await trying;
  assertEquals([client.connectedServer, client.serverVersion, client.clientId], [
    undefined,
    undefined,
    undefined,
  ]);
  const error = await assertRejects(
    () => client.reached("connected", { timeoutMs: 20 }),
    ClientError,
  );
  assertEquals([error.code, error.message], [
    "timeout",
    "Waited 20ms for the state 'connected'; allow more time or check the other side",
  ]);
  const stop = new AbortController();
  const waiting = client.reached("connected", { signal: stop.signal });
  stop.abort(new RangeError("enough"));
  await assertRejects(() => waiting, RangeError, "enough");
  await server.start();
  await client.connected(patience);
  assertEquals(client.state, "connected");
  const never = assertRejects(() => client.reached("disconnected", patience), ClientError);
  await client.close();
  assertEquals((await never).code, "closed");
  await client.reached("closed");
});

Deno.test("Client tells what it knows of the server and of itself", async () => {
  await using server = await startServer({ config: "max_payload: 2048" });
  await using client = await connect({ servers: server.url, ...quick });
  const { host, hostname, port } = new URL(server.url);
  assertEquals(client.serverVersion, server.version);
  assertEquals(client.connectedServer, host);
  assertEquals(client.servers, [`${hostname}:${port}`]);
  assertEquals([client.discoveredServers, client.maxPayload], [[], 2048]);
  const { connections } = await server.monitor("connz");
  assert(Array.isArray(connections));
  assertEquals(connections.map(({ cid }) => cid), [client.clientId]);
  const back = client.reached("reconnecting", patience).then(() => client.connected(patience));
  await server.restart();
  await back;
  client.reportError(new ClientError("unexpected", "for a test"));
  assertEquals([client.stats.reconnects, client.stats.errors], [1, 1]);
  assertEquals(client.lastError?.message, "for a test");
});

Deno.test("Client tells of servers the cluster has that it did not know, once", async () => {
  await using cluster = await startCluster({ nodes: 3 });
  const [first] = cluster.nodes;
  assert(first !== undefined);
  const found: ClientStatus[] = [];
  const called: (readonly string[])[] = [];
  const client = await connect({
    servers: first.url,
    ...quick,
    onDiscoveredServers: (servers) => void called.push(servers),
  });
  client.onStatus((status) => status.status === "discovered-servers" && found.push(status));
  const others = cluster.nodes.slice(1).map(({ url }) => new URL(url).host).sort();
  assertEquals([...client.discoveredServers].sort(), others);
  const lost = client.reached("disconnected", patience);
  await first.kill();
  await lost;
  await client.connected(patience);
  await client.flush(patience);
  // The other servers tell of the same ones.
  assertEquals([found, called], [[], []]);
  await client.close();
});

Deno.test("Client tells of a server that joins the cluster later", async () => {
  await using cluster = await startCluster({ nodes: 2 });
  const [first, second] = cluster.nodes;
  assert(first !== undefined && second !== undefined);
  await second.stop();
  const called: (readonly string[])[] = [];
  const told = Promise.withResolvers<void>();
  await using client = await connect({
    servers: first.url,
    ...quick,
    onDiscoveredServers: (servers) => {
      called.push(servers);
      told.resolve();
    },
  });
  await second.start();
  await told.promise;
  assertEquals(called, [[new URL(second.url).host]]);
  assertEquals(client.discoveredServers, [new URL(second.url).host]);
});

Deno.test("connect() calls back at each change", async () => {
  await using server = await startServer();
  const seen: string[] = [];
  const client = await connect({
    servers: server.url,
    ...quick,
    onConnect: (at) => void seen.push(`connect ${at}`),
    onDisconnect: (at) => void seen.push(`disconnect ${at}`),
    onReconnect: (at) => void seen.push(`reconnect ${at}`),
    onLameDuck: (at) => void seen.push(`lame duck ${at}`),
    onError: ({ code }) => void seen.push(`error ${code}`),
    onClose: (error) => void seen.push(`close ${error?.code}`),
  });
  const back = client.reached("reconnecting", patience).then(() => client.connected(patience));
  await server.restart();
  await back;
  client.reportError(new ClientError("unexpected", "for a test"));
  const warned = new Promise<void>((resolve) => {
    client.onStatus(({ status }) => status === "lame-duck" && resolve());
  });
  await server.lameDuck();
  await warned;
  await client.close();
  const { host } = new URL(server.url);
  assertEquals(seen, [
    ...[`connect ${host}`, `disconnect ${host}`, `reconnect ${host}`, "error unexpected"],
    ...[`lame duck ${host}`, "close undefined"],
  ]);
});

Deno.test("Client goes on when a listener throws, and the program hears of it", async () => {
  await using server = await startServer();
  const uncaught: unknown[] = [];
  const listener = (event: ErrorEvent) => {
    event.preventDefault();
    uncaught.push(event.error);
  };
  addEventListener("error", listener);
  try {
    const client = await connect({ servers: server.url, ...quick });
    const thrown = new Error("boom");
    client.onStatus(() => {
      throw thrown;
    });
    const seen: string[] = [];
    client.onStatus(({ status }) => void seen.push(status));
    client.reportError(new ClientError("unexpected", "for a test"));
    await client.close();
    assertEquals([seen, uncaught], [["error", "close"], [thrown, thrown]]);
  } finally {
    removeEventListener("error", listener);
  }
});
