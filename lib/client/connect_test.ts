// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { nkeys } from "@nats-io/nats-core";
import { startServer } from "../server/mod.ts";
import type { ConnectOptions } from "./mod.ts";
import { ClientError, connect, webSocketSupported } from "./mod.ts";

async function failure(options: ConnectOptions, signal?: AbortSignal): Promise<ClientError> {
  const context = signal === undefined ? {} : { signal };
  return await assertRejects(() => connect(options, context), ClientError);
}

/** A port that nobody listens on. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

Deno.test("connect() tells refused connections, refused credentials and silence apart", async () => {
  await using server = await startServer({
    config: 'authorization { users: [{ user: a, password: "right" }] }',
  });
  const { url: servers } = server;
  assertEquals((await failure({ servers: `127.0.0.1:${freePort()}` })).code, "connection");
  assertEquals((await failure({ servers })).code, "authentication");
  const refused = await failure({ servers, user: "a", password: "wrong" });
  assertEquals(refused.code, "authentication");
  assertStringIncludes(refused.message, "check the credentials");
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = silent.accept();
  const late = await failure({ servers: `127.0.0.1:${silent.addr.port}`, connectTimeout: "30ms" });
  assertEquals(late.code, "timeout");
  (await accepted).close();
});

Deno.test("connect() authenticates by password, token and nkey", async () => {
  const pair = nkeys.createUser();
  const seed = new TextDecoder().decode(pair.getSeed());
  const cases: readonly (readonly [string, ConnectOptions])[] = [
    ["authorization { users: [{ user: a, password: b }] }", { user: "a", pass: "b" }],
    ["authorization { token: t }", { token: "t" }],
    [`authorization { users: [{ nkey: ${pair.getPublicKey()} }] }`, { nkey: seed }],
  ];
  for (const [config, options] of cases) {
    await using server = await startServer({ config });
    await using client = await connect({ servers: server.url, ...options });
    assertEquals(client.state, "connected");
  }
});

Deno.test("connect() checks options before it connects", async () => {
  const { message, code } = await failure({ recconectTimeWait: 1 } as ConnectOptions);
  assertEquals(code, "invalid-option");
  assertEquals(
    message,
    "Cannot connect with unknown option 'recconectTimeWait'; did you mean 'reconnectTimeWait'?",
  );
  const seed = await failure({ nkey: "SUSECRET" });
  assertEquals([seed.code, seed.message.includes("SUSECRET")], ["invalid-option", false]);
  assertEquals((await failure({ creds: "no/such.creds" })).code, "invalid-option");
});

Deno.test("connect() waits for a server where asked to, until its signal ends it", async () => {
  const stop = new AbortController();
  const waiting = connect(
    { servers: `127.0.0.1:${freePort()}`, waitOnFirstConnect: true, reconnectTimeWait: 1 },
    { signal: stop.signal },
  );
  stop.abort(new RangeError("enough"));
  await assertRejects(() => waiting, RangeError, "enough");
});

Deno.test("connect() goes on to the next server", async () => {
  await using server = await startServer();
  await using client = await connect({
    servers: [`127.0.0.1:${freePort()}`, server.url],
    noRandomize: true,
    name: "picky",
  });
  await client.flush();
  const { connections } = await server.monitor("connz");
  assertEquals((connections as { name: string }[]).map(({ name }) => name), ["picky"]);
});

Deno.test("connect() connects over WebSocket by the URL, or says that it cannot", async () => {
  await using server = await startServer({ websocket: true });
  const servers = server.websocketUrl ?? "";
  if (!webSocketSupported) {
    // The original transport.
    const error = await assertRejects(() => connect({ servers }), ClientError, "no WebSocket");
    assertEquals(error.code, "invalid-option");
    return;
  }
  await using client = await connect({ servers });
  await client.flush();
  assertEquals(client.state, "connected");
});
