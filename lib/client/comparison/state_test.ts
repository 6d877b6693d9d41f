// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { startCluster, startServer } from "../../server/mod.ts";
import { testRow } from "./test_row.ts";

testRow({
  name: "Client.state tells a connection that is lost, and one that drains",
  natsJs: "connected while disconnected",
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    assertEquals(client.state, "connected");
    const lost = client.event("disconnect");
    await server.kill();
    await lost;
    const { state } = client;
    assert(state === "disconnected" || state === "reconnecting", `${state} while disconnected`);
    const back = client.event("reconnect");
    await server.start();
    await back;
    assertEquals(client.state, "connected");
    const drained = client.drain();
    assertEquals(client.state, "draining-subs");
    await drained;
    assertEquals(client.state, "closed");
  },
});

testRow({
  name: "connect() takes callbacks, and calls them at each change",
  natsJs: "called: none",
  async check(party) {
    await using server = await startServer();
    const called: string[] = [];
    const client = await party.connect(server.url, {
      onConnect: () => called.push("connect"),
      onDisconnect: () => called.push("disconnect"),
      onReconnect: () => called.push("reconnect"),
      onLameDuck: () => called.push("lame duck"),
      onClose: () => called.push("close"),
    });
    try {
      const back = client.event("reconnect");
      await server.restart();
      await back;
      const warned = client.event("lame-duck");
      await server.lameDuck();
      await warned;
    } finally {
      await client[Symbol.asyncDispose]();
    }
    assert(called.length > 0, "called: none");
    assertEquals(called, ["connect", "disconnect", "reconnect", "lame duck", "close"]);
  },
});

testRow({
  name: "Client tells of servers it did not know, and of nothing else, in 'discovered-servers'",
  natsJs: "told of nothing",
  async check(party) {
    await using cluster = await startCluster({ nodes: 2 });
    const [first, second] = cluster.nodes;
    assert(first !== undefined && second !== undefined);
    await second.stop();
    await using client = await party.connect(first.url);
    const told = client.event("discovered-servers");
    await second.start();
    await told;
    const back = client.event("reconnect");
    await client.reconnect();
    await back;
    await client.flush();
    const { discoveries } = client;
    assert(discoveries.every((servers) => servers.length > 0), "told of nothing");
    assertEquals(discoveries, [[new URL(second.url).host]]);
  },
});

testRow({
  name: "Client counts reconnects and errors, and has its last error",
  natsJs: "no count of reconnects",
  async check(party) {
    const config = "authorization { users: [{ user: a, password: b, permissions: " +
      '{ publish: { deny: "secret" } } }] }';
    await using server = await startServer({ config });
    const { host } = new URL(server.url);
    await using client = await party.connect(`nats://${host}`, { user: "a", pass: "b" });
    const back = client.event("reconnect");
    await server.restart();
    await back;
    client.publish("secret", "");
    await client.flush();
    const { lastError, clientId, serverVersion, discoveredServers, reconnects, errors } =
      client.facts;
    assertEquals([serverVersion, discoveredServers], [server.version, []]);
    const { connections } = await server.monitor("connz");
    assert(Array.isArray(connections));
    assertEquals(connections.map(({ cid }) => cid), [clientId]);
    assert(reconnects !== undefined, "no count of reconnects");
    assertEquals([reconnects, errors], [1, 1]);
    assert(lastError instanceof Error && "code" in lastError);
    assertEquals(lastError.code, "permission");
  },
});
