// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { startServer } from "../server/mod.ts";
import { AuthorizationError, connect, ConnectionError } from "./mod.ts";
import type { NatsConnection, Status } from "./mod.ts";

async function nextStatus(statuses: AsyncIterable<Status>, type: Status["type"]): Promise<void> {
  for await (const status of statuses) if (status.type === type) return;
  throw new Error(`the connection ended before ${type}`);
}

async function echo(connection: NatsConnection, data: Uint8Array): Promise<Uint8Array> {
  const subscription = connection.subscribe("echo", { max: 1 });
  connection.publish("echo", data);
  for await (const message of subscription) return message.data;
  throw new Error("the subscription ended without a message");
}

Deno.test("connect() publishes and receives over TCP", async () => {
  await using server = await startServer();
  const connection = await connect({ servers: server.url });
  assertEquals(await echo(connection, new Uint8Array([1, 2, 3])), new Uint8Array([1, 2, 3]));
  await connection.close();
});

Deno.test("connect() carries payloads larger than the read buffer, each in its own memory", async () => {
  await using server = await startServer();
  const connection = await connect({ servers: server.url });
  const messages = [1, 2, 3].map((n) => new Uint8Array(700_000).fill(n));
  const subscription = connection.subscribe("large", { max: 3 });
  for (const message of messages) connection.publish("large", message);
  const received: Uint8Array[] = [];
  for await (const message of subscription) received.push(message.data);
  assertEquals(received, messages);
  await connection.close();
});

Deno.test("connect() lives over WebSocket and TCP side by side, also after a restart", async () => {
  await using server = await startServer({ websocket: true });
  const options = { reconnectTimeWait: 20, reconnectJitter: 0, maxReconnectAttempts: -1 };
  const tcp = await connect({ ...options, servers: server.url });
  const ws = await connect({ ...options, servers: server.websocketUrl ?? "" });
  const back = [tcp, ws].map((it) => nextStatus(it.status(), "reconnect"));
  await server.restart();
  await Promise.all(back);
  for (const connection of [ws, tcp]) {
    assertEquals(await echo(connection, new Uint8Array([7])), new Uint8Array([7]));
  }
  const { connections } = await server.monitor("connz");
  assert(Array.isArray(connections));
  assertEquals(connections.map(({ type, kind }) => `${kind} ${type}`).sort(), [
    "Client nats",
    "Client websocket",
  ]);
  await tcp.close();
  await ws.close();
});

Deno.test("connect() says that nobody listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await assertRejects(() => connect({ servers: `127.0.0.1:${port}` }), ConnectionError, "refused");
  await assertRejects(() => connect({ servers: `ws://127.0.0.1:${port}` }), ConnectionError);
});

Deno.test("connect() says that the peer is no nats-server", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served = (async () => {
    using conn = await listener.accept();
    await conn.write(new TextEncoder().encode("220 mail.example.com\r\n"));
    while (await conn.read(new Uint8Array(64)) !== null);
  })();
  const error = await assertRejects(
    () => connect({ servers: `127.0.0.1:${listener.addr.port}` }),
    ConnectionError,
  );
  assertEquals(error.message, "the peer is not a nats-server: its first line is not INFO");
  await served;
});

Deno.test("connect() gives up on a silent peer and frees its socket", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served = (async () => {
    using conn = await listener.accept();
    while (await conn.read(new Uint8Array(64)) !== null);
  })();
  await assertRejects(() => connect({ servers: `127.0.0.1:${listener.addr.port}`, timeout: 50 }));
  // Ends only when the client's socket is closed.
  await served;
});

Deno.test("connect() reports refused credentials", async () => {
  await using server = await startServer({ config: "authorization { token: secret }" });
  await assertRejects(() => connect({ servers: server.url, token: "wrong" }), AuthorizationError);
  const connection = await connect({ servers: server.url, token: "secret" });
  await connection.close();
});

Deno.test("connect() does not change its options", async () => {
  await using server = await startServer();
  const options = Object.freeze({ servers: Object.freeze([server.url]) as string[] });
  const connection = await connect(options);
  assertEquals(options, { servers: [server.url] });
  await connection.close();
});

Deno.test("connect() gives a connection that ends when its server dies, without reconnect", async () => {
  await using server = await startServer();
  const connection = await connect({ servers: server.url, reconnect: false });
  const closed = connection.closed();
  await server.kill();
  await closed;
  assertEquals(connection.isClosed(), true);
});

Deno.test("DenoTransport surfaces a write error as the reason of the disconnect", async () => {
  const { DenoTransport } = await import("./deno_transport.ts");
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = listener.accept();
  const transport = new DenoTransport();
  const connecting = transport.connect({
    hostname: "127.0.0.1",
    port: listener.addr.port,
    listen: `127.0.0.1:${listener.addr.port}`,
    src: "",
    tlsName: "",
    reconnects: 0,
    lastConnect: 0,
    gossiped: false,
    didConnect: false,
  }, {});
  const conn = await accepted;
  await conn.write(
    new TextEncoder().encode('INFO {"proto":1,"version":"2.10.0","max_payload":1024}\r\n'),
  );
  await connecting;
  conn.close();
  // Nobody reads on the transport: only writing can notice that the peer is gone.
  const timer = setInterval(() => transport.send(new Uint8Array(65536)), 1);
  const reason = await transport.closed();
  clearInterval(timer);
  assertInstanceOf(reason, Error);
  assertEquals(transport.closeError, reason);
  assertEquals(transport.isClosed, true);
});
