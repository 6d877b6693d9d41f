// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { NatsConnection } from "@nats-io/nats-core";
import { nkeys } from "@nats-io/nats-core";
import { connect } from "@nats-io/transport-deno";
import { startServer } from "../server/mod.ts";
import type { Server } from "../server/mod.ts";
import { records } from "../server/monitor.ts";
import type { ConnectOptions } from "./connect_options.ts";
import { toCoreOptions } from "./core_options.ts";
import { ClientError } from "./error.ts";
import { connect as connectClient } from "./connect.ts";
import { FakeOperator } from "./fake_operator.ts";
import { parseConnectOptions } from "./parse_connect_options.ts";

const quick = { reconnectTimeWait: 20, maxReconnectAttempts: -1 };

/** A connection that needs nothing of the client but its options. */
async function dial(
  options: ConnectOptions,
  report: (error: ClientError) => void = () => {},
): Promise<NatsConnection & AsyncDisposable> {
  const connection = await connect(
    toCoreOptions(parseConnectOptions({ ...quick, ...options }), () => {}, report),
  );
  return Object.assign(connection, { [Symbol.asyncDispose]: () => connection.close() });
}

/** The users that a server's clients are taken for. */
async function users(server: Server): Promise<readonly unknown[]> {
  const { connections } = await server.monitor("connz?auth=true");
  return records(connections).map((it) => it["authorized_user"]);
}

async function reconnect(connection: NatsConnection): Promise<void> {
  const back = nextReconnect(connection);
  await connection.reconnect();
  await back;
}

async function nextReconnect(connection: NatsConnection): Promise<void> {
  for await (const { type } of connection.status()) if (type === "reconnect") return;
  throw new Error("the connection was closed");
}

function publicKey(seed: string): string {
  return nkeys.fromSeed(new TextEncoder().encode(seed)).getPublicKey();
}

Deno.test("creds are read again at each connect, also while their file is away", async () => {
  const operator = new FakeOperator();
  const [first, second] = [operator.user("first"), operator.user("second")];
  await using server = await startServer({ config: operator.config });
  const creds = await Deno.makeTempFile({ suffix: ".creds" });
  try {
    await Deno.writeTextFile(creds, first.creds);
    const problems: string[] = [];
    await using connection = await dial(
      { servers: server.url, creds },
      ({ code, message }) => problems.push(`${code} ${message}`),
    );
    assertEquals(await users(server), [publicKey(first.seed)]);

    await Deno.writeTextFile(creds, second.creds.replaceAll("\n", "\r\n"));
    await reconnect(connection);
    assertEquals([await users(server), problems], [[publicKey(second.seed)], []]);

    await Deno.writeTextFile(creds, second.creds.slice(0, 40));
    await reconnect(connection);
    assertEquals(await users(server), [publicKey(second.seed)]);
    assertEquals(problems, [
      "authentication Cannot renew the credentials for the reconnect: Cannot connect as 'creds' " +
      "must be the path of a file with credentials with a block for the JWT " +
      `(-----BEGIN NATS USER JWT-----): current value is ${JSON.stringify(creds)}`,
    ]);
  } finally {
    await Deno.remove(creds);
  }
});

Deno.test("nkey files are read again at each connect; the seed may have other lines around it", async () => {
  const seeds = [nkeys.createUser(), nkeys.createUser()].map((it) =>
    new TextDecoder().decode(it.getSeed())
  );
  const [first = "", second = ""] = seeds;
  const config = `authorization { users: [${seeds.map((it) => `{ nkey: ${publicKey(it)} }`)}] }`;
  await using server = await startServer({ config });
  const nkey = await Deno.makeTempFile({ suffix: ".nk" });
  try {
    await Deno.writeTextFile(nkey, `${first}\n`);
    await using connection = await dial({ servers: server.url, nkey });
    assertEquals(await users(server), [publicKey(first)]);
    await Deno.writeTextFile(nkey, `# made by hand\n${second}\n${publicKey(second)}\n`);
    await reconnect(connection);
    assertEquals(await users(server), [publicKey(second)]);
  } finally {
    await Deno.remove(nkey);
  }
});

Deno.test("jwt and sign are asked at each connect", async () => {
  const operator = new FakeOperator();
  const { jwt, seed } = operator.user("joe");
  await using server = await startServer({ config: operator.config });
  const calls: string[] = [];
  await using connection = await dial({
    servers: server.url,
    jwt: () => {
      calls.push("jwt");
      return `${jwt}\n`;
    },
    sign: (nonce) => {
      calls.push("sign");
      return nkeys.fromSeed(new TextEncoder().encode(seed)).sign(nonce);
    },
  });
  await reconnect(connection);
  assertEquals(calls, ["jwt", "sign", "jwt", "sign"]);
  assertEquals(await users(server), [publicKey(seed)]);
});

Deno.test("a JWT goes with a seed, or alone where it is a bearer's", async () => {
  const operator = new FakeOperator();
  const [joe, bearer] = [operator.user("joe"), operator.user("bearer", true)];
  await using server = await startServer({ config: operator.config });
  await using _one = await dial({ servers: server.url, jwt: joe.jwt, nkey: joe.seed });
  await using _other = await dial({ servers: server.url, jwt: bearer.jwt });
  assertEquals(
    new Set(await users(server)),
    new Set([publicKey(joe.seed), publicKey(bearer.seed)]),
  );
});

Deno.test("sign stands in for the seed of a public nkey; while it fails, attempts go on", async () => {
  const pair = nkeys.createUser();
  const nkey = pair.getPublicKey();
  await using server = await startServer({
    config: `authorization { users: [{ nkey: ${nkey} }] }`,
  });
  let away = false;
  const problems: string[] = [];
  await using connection = await dial({
    servers: server.url,
    nkey,
    sign: (nonce) => {
      if (!away) return pair.sign(nonce);
      away = false;
      throw new Error("the vault is sealed");
    },
  }, ({ message }) => problems.push(message));
  away = true;
  await reconnect(connection);
  assertEquals(await users(server), [nkey]);
  assertEquals(problems, [
    "Cannot renew the credentials for the reconnect: " +
    "Cannot authenticate as the function given as 'sign' failed: the vault is sealed",
  ]);
});

Deno.test("callbacks that fail at the first connect end it with a typed error", async () => {
  const operator = new FakeOperator();
  const { jwt, seed } = operator.user("joe");
  await using server = await startServer({ config: operator.config });
  const sealed = () => {
    throw new RangeError("sealed");
  };
  const late = () => Promise.resolve(new Uint8Array(64)) as never;
  const cases: readonly (readonly [ConnectOptions, string])[] = [
    [
      { jwt: sealed, nkey: seed },
      "Cannot authenticate as the function given as 'jwt' failed: sealed",
    ],
    [
      { jwt, sign: sealed },
      "Cannot authenticate as the function given as 'sign' failed: sealed",
    ],
    [
      { jwt, sign: late, waitOnFirstConnect: true },
      "Cannot connect as 'sign' must be a function that gives a signature of 64 bytes " +
      "(a Uint8Array, not a promise): current value is hidden",
    ],
    [
      { jwt: () => seed, nkey: seed },
      "Cannot connect as 'jwt' must be a function that gives a JWT of three parts with dots " +
      "between them: current value is hidden",
    ],
  ];
  for (const [options, message] of cases) {
    const error = await assertRejects(() => dial({ servers: server.url, ...options }), ClientError);
    assertEquals(error.message, message);
  }
});

Deno.test("users, passwords and tokens in URLs are those of their servers", async () => {
  await using joes = await startServer({
    config: 'authorization { users: [{ user: joe, password: "a:b/c" }] }',
  });
  await using tokens = await startServer({ config: 'authorization { token: "t@1" }' });
  const servers = [
    joes.url.replace("//", "//joe:a%3Ab%2Fc@"),
    tokens.url.replace("//", "//t%401@"),
  ];
  await using connection = await dial({ servers, noRandomize: true });
  assertEquals(await users(joes), ["joe"]);
  await joes.kill();
  await nextReconnect(connection);
  assertEquals(connection.getServer(), new URL(tokens.url).host);
});

Deno.test("files are looked at before a server is asked", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/x.pem`;
    const seed = `SU${"A".repeat(56)}`;
    await Deno.writeTextFile(file, seed);
    const [atFolder, atFile] = [folder, file].map((it) => JSON.stringify(it));
    const cases: readonly (readonly [ConnectOptions, string])[] = [
      [
        { creds: folder },
        `'creds' must be the path of a file rather than of a folder: ${atFolder}`,
      ],
      [{ creds: "no.creds" }, `'creds' must be the path of a file that exists: "no.creds"`],
      [{ nkey: "./no.nk" }, `'nkey' must be the path of a file that exists: "./no.nk"`],
      [
        { nkey: file },
        `'nkey' must be the path of a file with a user's seed (SU…) whose checksum is right: ${atFile}`,
      ],
      [{ nkey: seed }, "'nkey' must be a user's seed (SU…) whose checksum is right: hidden"],
      [
        { tls: { caFile: "no.pem" } },
        `'tls.caFile' must be the path of a file that exists: "no.pem"`,
      ],
      [
        { tls: { caFile: file } },
        "'tls.caFile' must be the path of a file in PEM with a certificate " +
        `(-----BEGIN CERTIFICATE-----): ${atFile}`,
      ],
    ];
    for (const [options, message] of cases) {
      const settings = parseConnectOptions(options);
      const error = assertThrows(() => toCoreOptions(settings, () => {}, () => {}), ClientError);
      assertEquals(error.code, "invalid-option");
      const shown = error.message.replace(": current value is ", ": ");
      assertEquals(shown, `Cannot connect as ${message}`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("credentials that cannot be renewed are an error status, and the client reconnects", async () => {
  const operator = new FakeOperator();
  await using server = await startServer({ config: operator.config });
  const creds = await Deno.makeTempFile({ suffix: ".creds" });
  await Deno.writeTextFile(creds, operator.user("joe").creds);
  await using client = await connectClient({ servers: server.url, creds, ...quick });
  const seen: string[] = [];
  const back = Promise.withResolvers<void>();
  client.onStatus(({ status, error }) => {
    if (error !== undefined) seen.push(`${error.code} ${error.message}`);
    if (status === "reconnect") back.resolve();
  });
  await Deno.remove(creds);
  await server.restart();
  await back.promise;
  await client.flush();
  assertEquals(
    seen[0],
    [
      "authentication Cannot renew the credentials for the reconnect: Cannot connect as 'creds' ",
      `must be the path of a file that exists: current value is ${JSON.stringify(creds)}`,
    ].join(""),
  );
});

Deno.test("a signature that never comes back ends the connection with the reason", async () => {
  const pair = nkeys.createUser();
  const nkey = pair.getPublicKey();
  const config = `authorization { users: [{ nkey: ${nkey} }] }`;
  await using server = await startServer({ config });
  let sealed = false;
  const sign = (nonce: Uint8Array) => {
    if (sealed) throw new Error("the vault is sealed");
    return pair.sign(nonce);
  };
  await using client = await connectClient({ servers: server.url, nkey, sign, ...quick });
  const codes: unknown[] = [];
  client.onStatus(({ status, error }) => {
    if (error !== undefined) codes.push(`${status} ${error.code}`);
  });
  sealed = true;
  await client.connection.reconnect();
  await client.closed();
  assertEquals([codes[0], codes.at(-1)], ["error authentication", "close authentication"]);
});
