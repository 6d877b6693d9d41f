// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Servers with TLS, seen by clients that are none of the toolkit's. @module */

import { connect as connectTls } from "node:tls";
import { connect as connectTcp, type Socket } from "node:net";
import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { startCluster } from "./start_cluster.ts";
import { startServer } from "./start_server.ts";
import type { Server } from "./types.ts";

interface Credentials {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Connects, upgrades to TLS after INFO, and gives what the server answers to a PING. */
async function ping(server: Pick<Server, "url">, credentials: Credentials): Promise<string> {
  const socket = connectTcp({ host: "127.0.0.1", port: Number(new URL(server.url).port) });
  try {
    assertMatch(await nextText(socket), /^INFO .*"tls_required":true/);
    const secure = connectTls({ socket, host: "127.0.0.1", ...credentials });
    try {
      secure.write('CONNECT {"verbose":false,"protocol":0}\r\nPING\r\n');
      return await nextText(secure);
    } finally {
      secure.destroy();
    }
  } finally {
    socket.destroy();
  }
}

async function nextText(socket: Socket): Promise<string> {
  return await new Promise((resolve, reject) => {
    socket.once("data", (data) => resolve(String(data)));
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed")));
  });
}

Deno.test("startServer() has clients connect with TLS, also after a restart and a reload", async () => {
  await using server = await startServer({ tls: true });
  assertMatch(server.url, /^tls:\/\/127\.0\.0\.1:\d+$/);
  assertMatch(server.version, /^2\.\d+\.\d+/);
  const { tls } = server;
  assert(tls);
  assertEquals([tls.mutual, tls.caFile], [false, `${server.folder}/ca.pem`]);
  assertEquals(await ping(server, { ca: tls.ca }), "PONG\r\n");
  await server.restart();
  assertEquals(await ping(server, { ca: tls.ca }), "PONG\r\n");
  await server.reload({ config: "max_payload: 1024" });
  assertEquals(await ping(server, { ca: tls.ca }), "PONG\r\n");
  // The rig's own looks at the server leave no complaint in its log.
  assertEquals(server.log().filter((line) => line.includes("[ERR]")), []);
});

Deno.test("startServer() has its authority sign certificates that nobody else's friends trust", async () => {
  await using one = await startServer({ tls: true });
  await using other = await startServer({ tls: true });
  await assertRejects(() => ping(one, { ca: other.tls?.ca ?? "" }), Error);
});

Deno.test("startServer() wants a certificate of its authority from clients of mutual TLS", async () => {
  await using server = await startServer({ tls: "mutual" });
  await using stranger = await startServer({ tls: true });
  const { tls } = server;
  assert(tls);
  assertEquals(tls.mutual, true);
  const { ca, cert, key } = tls;
  assertEquals(await ping(server, { ca, cert, key }), "PONG\r\n");
  const bob = await tls.issue({ name: "bob" });
  assertEquals(await ping(server, { ca, cert: bob.cert, key: bob.key }), "PONG\r\n");
  await assertRejects(() => ping(server, { ca }), Error);
  const strange = stranger.tls;
  assert(strange);
  await assertRejects(() => ping(server, { ca, cert: strange.cert, key: strange.key }), Error);
});

Deno.test("startServer() maps certificates to users by the files in its folder", async () => {
  const config = `
    tls { cert_file: server.pem, key_file: server-key.pem, ca_file: ca.pem, verify_and_map: true }
    authorization { users: [{ user: "CN=client", permissions: { publish: "mine.>" } }] }
  `;
  await using server = await startServer({ tls: "mutual", config });
  const { tls } = server;
  assert(tls);
  assertEquals(await ping(server, tls), "PONG\r\n");
  const bob = await tls.issue({ name: "bob" });
  assertMatch(await ping(server, { ca: tls.ca, ...bob }), /^-ERR 'Authorization Violation'/);
});

Deno.test("startServer() listens to WebSocket clients with TLS, too", async () => {
  await using server = await startServer({ tls: true, websocket: true });
  assertMatch(server.websocketUrl ?? "", /^wss:\/\/127\.0\.0\.1:\d+$/);
  const url = (server.websocketUrl ?? "").replace("wss:", "https:");
  using trusting = Deno.createHttpClient({ caCerts: [server.tls?.ca ?? ""] });
  // It answers in plain HTTP terms what is no WebSocket handshake.
  const answer = await fetch(url, { client: trusting });
  assertEquals(answer.status, 400);
  await answer.body?.cancel();
  await assertRejects(() => fetch(url), TypeError);
});

Deno.test("startCluster() gives all nodes certificates of one authority, and leaves no file", async () => {
  const folders: string[] = [];
  {
    await using cluster = await startCluster({ nodes: 2, tls: "mutual" });
    const { tls } = cluster;
    assert(tls);
    for (const node of cluster.nodes) {
      assertEquals(await ping(node, tls), "PONG\r\n");
      assertEquals(Deno.readTextFileSync(`${node.folder}/ca.pem`), tls.ca);
      folders.push(node.folder);
    }
    const [, second] = cluster.nodes;
    assert(second);
    await second.kill();
    await second.start();
    await cluster.ready();
    assertEquals(await ping(second, tls), "PONG\r\n");
  }
  for (const folder of folders) assertThrows(() => Deno.statSync(folder), Deno.errors.NotFound);
});
