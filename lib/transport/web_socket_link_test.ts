// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Server, ServerTls } from "../server/mod.ts";
import { startServer } from "../server/mod.ts";
import { startFakePeer } from "./fake_peer.ts";
import type { NatsConnection, Status } from "./mod.ts";
import { connect, ConnectionError } from "./mod.ts";
import type { TransportTlsOptions } from "./tls_settings.ts";
import { openWebSocketLink } from "./web_socket_link.ts";

async function assertWorks(connection: NatsConnection): Promise<void> {
  const subscription = connection.subscribe("echo", { max: 1 });
  connection.publish("echo", "hello");
  for await (const message of subscription) assertEquals(message.string(), "hello");
}

function urlOf(server: Server): string {
  assert(server.websocketUrl !== undefined);
  return server.websocketUrl;
}

function tlsOf(server: Server): ServerTls {
  assert(server.tls);
  return server.tls;
}

async function refusal(servers: string, tls: TransportTlsOptions): Promise<string> {
  const { message } = await assertRejects(
    () => connect({ servers, tls, reconnect: false }),
    ConnectionError,
  );
  return message;
}

async function nextStatus(statuses: AsyncIterable<Status>, type: Status["type"]): Promise<void> {
  for await (const status of statuses) if (status.type === type) return;
  throw new Error(`the connection ended before ${type}`);
}

Deno.test("connect() trusts a CA over wss://, by file or text, also after a restart", async () => {
  await using server = await startServer({ tls: true, websocket: true });
  const { ca, caFile } = tlsOf(server);
  const servers = urlOf(server);
  for (const tls of [{ ca }, { caFile }]) {
    const connection = await connect({
      servers,
      tls,
      reconnectTimeWait: 20,
      reconnectJitterTLS: 0,
      maxReconnectAttempts: -1,
    });
    await assertWorks(connection);
    const back = nextStatus(connection.status(), "reconnect");
    await server.restart();
    await back;
    await assertWorks(connection);
    await connection.close();
  }
});

Deno.test("connect() shows a client certificate over wss://", async () => {
  await using server = await startServer({ tls: "mutual", websocket: true });
  const { ca, cert, key, caFile, certFile, keyFile } = tlsOf(server);
  for (const tls of [{ ca, cert, key }, { caFile, certFile, keyFile }]) {
    const connection = await connect({ servers: urlOf(server), tls });
    await assertWorks(connection);
    await connection.close();
  }
});

Deno.test("connect() says that the server may want a client certificate over wss://", async () => {
  await using server = await startServer({ tls: "mutual", websocket: true });
  const { ca } = tlsOf(server);
  assertStringIncludes(await refusal(urlOf(server), { ca }), "if it wants a client certificate");
});

Deno.test("connect() verifies the server's certificate over wss://", async () => {
  await using server = await startServer({ tls: true, websocket: true });
  assertStringIncludes(await refusal(urlOf(server), {}), "its authority is unknown");
  await assertRejects(() => connect({ servers: urlOf(server).replace("wss:", "ws:") }));
  assertStringIncludes(await refusal(urlOf(server), { ca: "rubbish" }), "'tls.ca' must be");
});

Deno.test("connect() says that wss:// has no other name than the URL's", async () => {
  assertEquals(
    await refusal("wss://127.0.0.1:1", { serverName: "db.example" }),
    `Cannot connect as 'tls.serverName' must be left out for wss:// URLs, where the name is the URL's: current value is "db.example"`,
  );
});

Deno.test("connect() refuses what is no URL of a WebSocket, and keeps nothing of it", async () => {
  await using server = await startServer({ tls: true, websocket: true });
  const { ca } = tlsOf(server);
  await assertRejects(() => connect({ servers: `${urlOf(server)}/#x`, tls: { ca } }), Error);
});

Deno.test("connect() finds no TLS at ws:// where it is asked for", async () => {
  await using server = await startServer({ websocket: true });
  assertEquals(await refusal(urlOf(server), {}), "server does not support 'tls'");
});

Deno.test("connect() gives up on a peer that is silent in the opening of a WebSocket", async () => {
  for (const scheme of ["ws", "wss"]) {
    await using peer = startFakePeer(() => Promise.resolve());
    await assertRejects(() => connect({ servers: `${scheme}://${peer.address}`, timeout: 50 }));
    // Resolves only when the client's socket is closed.
    await peer.left;
  }
});

Deno.test("connect() carries large payloads over WebSocket", async () => {
  await using server = await startServer({ websocket: true });
  const connection = await connect({ servers: urlOf(server) });
  const messages = [1, 2, 3].map((n) => new Uint8Array(700_000).fill(n));
  const subscription = connection.subscribe("large", { max: 3 });
  for (const message of messages) connection.publish("large", message);
  const received: Uint8Array[] = [];
  for await (const message of subscription) received.push(message.data);
  assertEquals(received, messages);
  await connection.close();
});

Deno.test("WebSocketLink.write() waits for a peer that does not take it, until the link is closed", async () => {
  await using server = await startServer({ websocket: true });
  const link = await openWebSocketLink(urlOf(server), {}, new AbortController().signal);
  await server.pause();
  let written = 0;
  const writing = (async () => {
    while (written < 256) {
      await link.write(new Uint8Array(1024 * 1024));
      written++;
    }
  })();
  // The peer has time to take it all, if it does.
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert(written < 256);
  const ended = assertRejects(() => writing, ConnectionError, "the WebSocket is closed");
  await link.close();
  await ended;
  assertEquals(await link.read(), null);
  await server.resume();
});
