// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Server, ServerTls } from "../server/mod.ts";
import { startServer } from "../server/mod.ts";
import type { NatsConnection, Status } from "./mod.ts";
import { connect, ConnectionError } from "./mod.ts";
import type { TransportTlsOptions } from "./tls_settings.ts";

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
  const untrusted =
    "the certificate of 127.0.0.1 is of an authority that is not trusted; give its certificate by 'tls.caFile' or 'tls.ca'";
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
  const untrusted =
    "the certificate of 127.0.0.1 is of an authority that is not trusted; give its certificate by 'tls.caFile' or 'tls.ca'";
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
