// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { nkeys } from "@nats-io/nats-core";
import type { Server } from "../../server/mod.ts";
import { startServer } from "../../server/mod.ts";
import { records } from "../../server/monitor.ts";
import { FakeOperator } from "../fake_operator.ts";
import { connect, webSocketSupported } from "../mod.ts";
import { connectPlain } from "./test_nats_js.ts";
import { codeOf, testRow } from "./test_row.ts";

function publicKey(seed: string): string {
  return nkeys.fromSeed(new TextEncoder().encode(seed)).getPublicKey();
}

/** The users that a server's clients are taken for. */
async function users(server: Server): Promise<readonly unknown[]> {
  const { connections } = await server.monitor("connz?auth=true");
  return records(connections).map((it) => it["authorized_user"]);
}

testRow({
  name: "connect() reads the credentials' file again at each reconnect",
  // It has the first user's, in memory.
  natsJs: "not read again",
  async check(party) {
    const operator = new FakeOperator();
    const [first, second] = [operator.user("first"), operator.user("second")];
    await using server = await startServer({ config: operator.config });
    const creds = `${server.folder}/joe.creds`;
    await Deno.writeTextFile(creds, first.creds);
    await using client = await party.connect(server.url, { creds });
    assertEquals(await users(server), [publicKey(first.seed)]);
    await Deno.writeTextFile(creds, second.creds);
    const back = client.event("reconnect");
    await client.reconnect();
    await back;
    const [user] = await users(server);
    assert(user !== publicKey(first.seed), "not read again");
    assertEquals(user, publicKey(second.seed));
  },
});

testRow({
  name: "connect() takes functions that give the JWT and the signature",
  // It has `authenticator`, a function to be written that does all of it.
  natsJs: "Authorization Violation",
  async check(party) {
    const operator = new FakeOperator();
    const { jwt, seed } = operator.user("joe");
    await using server = await startServer({ config: operator.config });
    const pair = nkeys.fromSeed(new TextEncoder().encode(seed));
    const options = { jwt: () => jwt, sign: (nonce: Uint8Array) => pair.sign(nonce) };
    await using _client = await party.connect(server.url, options);
    assertEquals(await users(server), [publicKey(seed)]);
  },
});

testRow({
  name: "connect() shows a client's certificate over WebSocket",
  natsJs: "is not configurable on w3c websocket connections",
  ignore: !webSocketSupported,
  async check(party) {
    await using server = await startServer({ tls: "mutual", websocket: true });
    assert(server.tls !== undefined && server.websocketUrl !== undefined);
    const { ca, cert, key } = server.tls;
    await using client = await party.connectWebSocket(server.websocketUrl, {
      tls: { ca, cert, key },
    });
    await client.flush();
  },
});

// Over TCP this is the sockets' matter, which are natsrig's here on both sides. nats.js's own for
// Deno refuse certificates; they are not in the registry that this build takes packages from.
Deno.test({
  name: "connect() shows a client's certificate, and takes the name that the server's must have",
  ignore: !webSocketSupported,
  async fn() {
    await using server = await startServer({ tls: "mutual" });
    assert(server.tls !== undefined);
    const { ca, cert, key } = server.tls;
    const { url: servers } = server;
    await using _client = await connect({
      servers,
      tls: { ca, cert, key, serverName: "localhost" },
    });
    for (const tls of [{ ca }, { ca, cert, key, serverName: "db.example" }]) {
      assertEquals(await codeOf(connect({ servers, tls, reconnect: false })), "connection");
    }
  },
});

Deno.test("connect() leaves its options as they are; nats.js changes them", async () => {
  await using server = await startServer();
  const options = { servers: server.url };
  await using client = await connect(options);
  assertEquals([options, client.state], [{ servers: server.url }, "connected"]);
  const connection = await connectPlain(options);
  await connection.close();
  const { servers }: { servers: unknown } = options;
  assertEquals(servers, [server.url]);
});
