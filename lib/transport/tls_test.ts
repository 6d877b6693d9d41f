// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Server, ServerTls } from "../server/mod.ts";
import { makeCertificates, startServer } from "../server/mod.ts";
import { plainInfo, startFakePeer, tell } from "./fake_peer.ts";
import type { NatsConnection, Status } from "./mod.ts";
import { connect, ConnectionError } from "./mod.ts";
import type { TransportTlsOptions } from "./tls_settings.ts";

const untrusted =
  "the certificate of 127.0.0.1 is not trusted: its authority is unknown, or it has expired; give the authority's certificate by 'tls.caFile' or 'tls.ca', or have the server's renewed";
const tlsInfo = plainInfo.replace('"proto"', '"tls_required":true,"proto"');
const quick = { reconnectTimeWait: 20, reconnectJitterTLS: 0, maxReconnectAttempts: -1 };

function tlsOf(server: Server): ServerTls {
  assert(server.tls);
  return server.tls;
}

/** Publishes to itself, and gives what comes back. */
async function echo(connection: NatsConnection, data: Uint8Array): Promise<Uint8Array> {
  const subscription = connection.subscribe("echo", { max: 1 });
  connection.publish("echo", data);
  for await (const message of subscription) return message.data;
  throw new Error("the subscription ended without a message");
}

async function nextStatus(statuses: AsyncIterable<Status>, type: Status["type"]): Promise<void> {
  for await (const status of statuses) if (status.type === type) return;
  throw new Error(`the connection ended before ${type}`);
}

/** The message of the error that connecting ends with. */
async function refusal(server: Server, tls: TransportTlsOptions | null): Promise<string> {
  const error = await assertRejects(
    () => connect({ servers: server.url, tls, reconnect: false }),
    ConnectionError,
  );
  return error.message;
}

async function assertConnects(server: Server, tls: TransportTlsOptions): Promise<void> {
  const connection = await connect({ servers: server.url, tls, reconnect: false });
  assertEquals(await echo(connection, new Uint8Array([1, 2])), new Uint8Array([1, 2]));
  await connection.close();
}

Deno.test("connect() upgrades to TLS where the server has it, with a CA by file or text", async () => {
  await using server = await startServer({ tls: true });
  const { ca, caFile } = tlsOf(server);
  await assertConnects(server, { ca });
  await assertConnects(server, { caFile });
  await assertConnects(server, { ca, serverName: "localhost" });
});

Deno.test("connect() verifies the server's certificate", async () => {
  await using server = await startServer({ tls: true });
  await using other = await startServer({ tls: true });
  const { ca } = tlsOf(server);
  assertEquals(await refusal(server, {}), untrusted);
  assertEquals(await refusal(server, { ca: tlsOf(other).ca }), untrusted);
  assertEquals(
    await refusal(server, { ca, serverName: "db.example" }),
    "the server's certificate is not for db.example; connect by a name that it is for, or give that by 'tls.serverName'",
  );
});

Deno.test("connect() verifies the server's certificate with a client certificate, too", async () => {
  await using server = await startServer({ tls: "mutual" });
  await using other = await startServer({ tls: true });
  const { ca, cert, key } = tlsOf(server);
  assertEquals(await refusal(server, { cert, key }), untrusted);
  assertEquals(await refusal(server, { ca: tlsOf(other).ca, cert, key }), untrusted);
  assertEquals(
    await refusal(server, { ca, cert, key, serverName: "db.example" }),
    "the server's certificate is not for db.example; connect by a name that it is for, or give that by 'tls.serverName'",
  );
});

Deno.test("connect() shows a client certificate, by files or texts", async () => {
  await using server = await startServer({ tls: "mutual" });
  const { ca, caFile, cert, certFile, key, keyFile } = tlsOf(server);
  await assertConnects(server, { ca, cert, key });
  await assertConnects(server, { caFile, certFile, keyFile });
  await assertConnects(server, { ca, cert, key, serverName: "localhost" });
});

Deno.test("connect() carries large payloads over either kind of TLS, each in its own memory", async () => {
  await using plain = await startServer({ tls: true });
  await using mutual = await startServer({ tls: "mutual" });
  const { cert, key, ca } = tlsOf(mutual);
  const cases = [[plain, { ca: tlsOf(plain).ca }], [mutual, { ca, cert, key }]] as const;
  for (const [server, tls] of cases) {
    const connection = await connect({ servers: server.url, tls });
    const messages = [1, 2, 3].map((n) => new Uint8Array(700_000).fill(n));
    const subscription = connection.subscribe("large", { max: 3 });
    for (const message of messages) connection.publish("large", message);
    const received: Uint8Array[] = [];
    for await (const message of subscription) received.push(message.data);
    assertEquals(received, messages);
    await connection.close();
  }
});

Deno.test("connect() reconnects over TLS, and reads a rotated client certificate", async () => {
  await using server = await startServer({ tls: "mutual" });
  const { caFile, cert, key, issue } = tlsOf(server);
  const certFile = `${server.folder}/rotated.pem`;
  const keyFile = `${server.folder}/rotated-key.pem`;
  await Deno.writeTextFile(certFile, cert);
  await Deno.writeTextFile(keyFile, key);
  const tls = { caFile, certFile, keyFile };
  const connection = await connect({ ...quick, servers: server.url, tls });
  assertEquals(await subjects(server), ["CN=client"]);
  const bob = await issue({ name: "bob" });
  await Deno.writeTextFile(certFile, bob.cert);
  await Deno.writeTextFile(keyFile, bob.key);
  const back = nextStatus(connection.status(), "reconnect");
  await server.restart();
  await back;
  assertEquals(await echo(connection, new Uint8Array([7])), new Uint8Array([7]));
  assertEquals(await subjects(server), ["CN=bob"]);
  await connection.close();
});

/** Of the certificates that the server's clients have shown. */
async function subjects(server: Server): Promise<readonly unknown[]> {
  const { connections } = await server.monitor("connz?auth=1");
  assert(Array.isArray(connections));
  return connections.map(({ tls_peer_certs }) => tls_peer_certs[0].subject);
}

Deno.test("connect() reconnects over TLS without a client certificate", async () => {
  await using server = await startServer({ tls: true });
  const { ca } = tlsOf(server);
  const connection = await connect({ ...quick, servers: server.url, tls: { ca } });
  const back = nextStatus(connection.status(), "reconnect");
  await server.kill();
  await server.start();
  await back;
  assertEquals(await echo(connection, new Uint8Array([7])), new Uint8Array([7]));
  await connection.close();
});

Deno.test("connect() tells what a client certificate lacks", async () => {
  await using server = await startServer({ tls: "mutual" });
  await using other = await startServer({ tls: true });
  const { ca } = tlsOf(server);
  assertEquals(
    await refusal(server, { ca }),
    "the server wants a client certificate; give it by 'tls.certFile' and 'tls.keyFile', or 'tls.cert' and 'tls.key'",
  );
  const { cert, key } = tlsOf(other);
  assertStringIncludes(
    await refusal(server, { ca, cert, key }),
    "the server refuses the client certificate",
  );
  const expired = await tlsOf(server).issue({ name: "old", expired: true });
  assertStringIncludes(
    await refusal(server, { ca, cert: expired.cert, key: expired.key }),
    "the server refuses the client certificate",
  );
});

Deno.test("connect() needs a server with TLS where TLS is asked for", async () => {
  await using server = await startServer();
  assertEquals(await refusal(server, {}), "server does not support 'tls'");
  const servers = server.url.replace("nats:", "tls:");
  await assertRejects(() => connect({ servers }), ConnectionError, "server does not support 'tls'");
});

Deno.test("connect() does without TLS where `tls` is null, if the server does", async () => {
  await using server = await startServer({ tls: true });
  assertEquals(
    await refusal(server, null),
    "the server requires TLS, which 'tls' rules out; leave that option out",
  );
  await using either = await startServer({ tls: true, config: "allow_non_tls: true" });
  const plain = await connect({ servers: either.url.replace("tls:", "nats:"), tls: null });
  // Without the option TLS is used where it is offered: here, to a certificate that is not trusted.
  assertStringIncludes(await refusal(either, {}), "not trusted");
  await assertConnects(either, { ca: tlsOf(either).ca });
  await plain.close();
});

Deno.test("connect() does TLS before INFO where the server expects it", async () => {
  const folder = await Deno.makeTempDir();
  const { ca, caFile, client, server: own } = await makeCertificates({ folder });
  const files = `cert_file: "${own.certFile}", key_file: "${own.keyFile}", ca_file: "${caFile}"`;
  for (const verify of [false, true]) {
    await using server = await startServer({
      config: `tls { ${files}, verify: ${verify}, handshake_first: true }`,
    });
    const { cert, key } = client;
    if (!verify) await assertConnects(server, { ca, handshakeFirst: true });
    else assertStringIncludes(await refusal(server, { ca, handshakeFirst: true }), "client cert");
    await assertConnects(server, { ca, cert, key, handshakeFirst: true });
    assertStringIncludes(await refusal(server, { handshakeFirst: true }), "not trusted");
  }
  await using plain = await startServer();
  assertEquals(
    await refusal(plain, { ca, handshakeFirst: true }),
    "127.0.0.1 does not speak TLS here; is 'tls.handshakeFirst' right?",
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("connect() refuses certificates of servers that have expired or are for other hosts", async () => {
  const folder = await Deno.makeTempDir();
  const { ca, caFile, client, issue } = await makeCertificates({ folder });
  const { cert, key } = client;
  const old = await issue({ name: "old", hosts: ["127.0.0.1"], expired: true });
  const elsewhere = await issue({ name: "elsewhere", hosts: ["db.example"] });
  const cases = [[old, "it has expired"], [elsewhere, "is not for 127.0.0.1"]] as const;
  for (const [{ certFile, keyFile }, problem] of cases) {
    await using server = await startServer({
      config: `tls { cert_file: "${certFile}", key_file: "${keyFile}", ca_file: "${caFile}" }`,
    });
    assertStringIncludes(await refusal(server, { ca }), problem);
    assertStringIncludes(await refusal(server, { ca, cert, key }), problem);
    if (problem === "it has expired") continue;
    await assertConnects(server, { ca, serverName: "db.example" });
    await assertConnects(server, { ca, cert, key, serverName: "db.example" });
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("connect() gives up on a peer that is silent in the TLS handshake, and frees its socket", async () => {
  await using server = await startServer({ tls: true });
  const { ca, cert, key } = tlsOf(server);
  for (const tls of [{ ca }, { ca, cert, key }]) {
    await using peer = startFakePeer((conn) => tell(conn, tlsInfo));
    await assertRejects(() => connect({ servers: peer.address, tls, timeout: 50 }));
    // Resolves only when the client's socket is closed.
    await peer.left;
    await using first = startFakePeer(() => Promise.resolve());
    const options = { servers: first.address, timeout: 50, tls: { ...tls, handshakeFirst: true } };
    await assertRejects(() => connect(options));
    await first.left;
  }
});

Deno.test("connect() refuses words that come between INFO and TLS", async () => {
  await using peer = startFakePeer((conn) => tell(conn, `${tlsInfo}PING\r\n`));
  await assertRejects(
    () => connect({ servers: peer.address }),
    ConnectionError,
    "the server said more than its INFO before TLS",
  );
  await peer.left;
});
