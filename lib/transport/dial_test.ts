// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** How connections are made, lost while they are made, and given up. @module */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { startServer } from "../server/mod.ts";
import { hear, plainInfo, startFakePeer, tell } from "./fake_peer.ts";
import type { NatsConnection, Status } from "./mod.ts";
import { connect, ConnectionError, ProtocolError } from "./mod.ts";

/** Longer than any test takes: an error that comes, comes at once. */
const timeout = 60_000;
const untilRestart = { reconnectTimeWait: 20, reconnectJitter: 0, maxReconnectAttempts: -1 };

async function assertWorks(connection: NatsConnection): Promise<void> {
  const subscription = connection.subscribe("echo", { max: 1 });
  connection.publish("echo", "hello");
  for await (const message of subscription) assertEquals(message.string(), "hello");
  await connection.close();
}

/** Notes down what a connection tells, until it ends. */
function noteStatuses(connection: NatsConnection): Status[] {
  const noted: Status[] = [];
  const note = async () => {
    for await (const status of connection.status()) noted.push(status);
  };
  note().catch((error) => noted.push({ type: "error", error }));
  return noted;
}

Deno.test("connect() reaches servers by IPv4 and by a name of the hosts file", async () => {
  await using server = await startServer();
  const { port } = new URL(server.url);
  for (const host of ["127.0.0.1", "localhost"]) {
    for (const scheme of ["", "nats://"]) {
      await assertWorks(await connect({ servers: `${scheme}${host}:${port}`, timeout }));
    }
  }
});

Deno.test({
  name: "connect() reaches servers by IPv6, over TCP and TLS",
  ignore: !hasIPv6(),
  fn: async () => {
    await using server = await startServer({ config: 'host: "::"' });
    const { port } = new URL(server.url);
    await assertWorks(await connect({ servers: `[::1]:${port}`, timeout }));
    await assertWorks(await connect({ servers: `nats://[::1]:${port}`, timeout }));
    await using secure = await startServer({ tls: true, config: 'host: "::"' });
    const servers = secure.url.replace("127.0.0.1", "[::1]");
    assert(secure.tls);
    const { ca } = secure.tls;
    await assertWorks(await connect({ servers, tls: { ca }, timeout }));
  },
});

function hasIPv6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    // No such address on this machine.
    return false;
  }
}

Deno.test("connect() goes on to the next server where one leaves before it has answered", async () => {
  await using server = await startServer();
  await using peer = startFakePeer(async (conn) => {
    await tell(conn, plainInfo);
    await hear(conn, "PING");
    conn.close();
  });
  const servers = [peer.address, server.url];
  await assertWorks(await connect({ servers, noRandomize: true, timeout }));
  assertEquals(peer.taken, 1);
});

Deno.test("connect() tells at once that the server left before it had answered", async () => {
  for (const reconnect of [true, false]) {
    await using peer = startFakePeer(async (conn) => {
      await tell(conn, plainInfo);
      await hear(conn, "PING");
      conn.close();
    });
    const { message } = await assertRejects(
      () => connect({ servers: peer.address, reconnect, timeout }),
      ConnectionError,
    );
    assertEquals(message, "the server closed the connection before it had answered");
  }
});

Deno.test("connect() tells why the server left before it had answered", async () => {
  await using peer = startFakePeer(async (conn) => {
    await tell(conn, plainInfo);
    await hear(conn, "PING");
    await tell(conn, "-ERR 'maximum connections exceeded'\r\n");
    conn.close();
  });
  const error = await assertRejects(
    () => connect({ servers: peer.address, timeout }),
    ProtocolError,
  );
  assertEquals(error.message, "maximum connections exceeded");
});

Deno.test("connect() tells at once that an answer is not of the protocol", async () => {
  await using peer = startFakePeer(async (conn) => {
    await tell(conn, plainInfo);
    await hear(conn, "PING");
    await tell(conn, "HTTP/1.1 400 Bad Request\r\n");
  });
  const error = await assertRejects(
    () => connect({ servers: peer.address, timeout }),
    ProtocolError,
  );
  assertEquals(
    error.message,
    'the server sent "HTTP/1.1 400 Bad Request": that is no line of the protocol',
  );
  await peer.left;
});

Deno.test("connect() gives a connection that tells what was not of the protocol, and reconnects once", async () => {
  await using peer = startFakePeer(async (conn) => {
    await tell(conn, plainInfo);
    await hear(conn, "PING");
    // In one piece with the answer, for the first connection only.
    if (peer.taken === 1) await tell(conn, "PONG\r\n+NO\r\n");
    // The second one is lost while it is being made.
    else if (peer.taken === 2) conn.close();
    else await tell(conn, "PONG\r\n");
  });
  const connection = await connect({ ...untilRestart, servers: peer.address, timeout });
  const noted = noteStatuses(connection);
  while (!noted.some(({ type }) => type === "reconnect")) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await connection.close();
  const said = noted.flatMap((it) => it.type === "error" ? [it.error.message] : []);
  assertEquals(said, ['the server sent "+NO": that is no line of the protocol']);
  const types = noted.map(({ type }) => type);
  const told = types.filter((type) => type !== "reconnecting" && type !== "update");
  assertEquals(told, ["error", "disconnect", "reconnect", "close"]);
  assertEquals(peer.taken, 3);
});

Deno.test("connect() gives up on a peer that is silent after its INFO, and frees its socket", async () => {
  await using peer = startFakePeer((conn) => tell(conn, plainInfo));
  await assertRejects(() => connect({ servers: peer.address, timeout: 50 }));
  // Resolves only when the client's socket is closed.
  await peer.left;
});
