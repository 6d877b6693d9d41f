// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import {
  connectOptionNames,
  parseConnectOptions,
  programOptionNames,
} from "./parse_connect_options.ts";
import { ClientError } from "./error.ts";
import { FakeOperator } from "./fake_operator.ts";

function refusal(options: object): string {
  const error = assertThrows(() => parseConnectOptions(options), ClientError);
  assertEquals(error.code, "invalid-option");
  return error.message;
}

function pem(label: string, content = "MIIB"): string {
  return `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
}

const { creds, jwt, seed } = new FakeOperator().user("joe");
const publicKey = `U${"A".repeat(55)}`;
const sign = () => new Uint8Array(64);

Deno.test("parseConnectOptions() fills in defaults", () => {
  assertEquals(parseConnectOptions({}), {
    servers: ["127.0.0.1:4222"],
    noEcho: false,
    pedantic: false,
    verbose: false,
    reconnect: true,
    reconnectTimeWait: 2000,
    maxReconnectAttempts: 60,
    pingInterval: 120_000,
    maxPingOut: 2,
    connectTimeout: 2000,
    drainTimeout: 30_000,
    flushTimeout: 10_000,
    requestTimeout: 500,
    noRandomize: false,
    ignoreClusterUpdates: false,
    ignoreAuthErrorAbort: false,
    waitOnFirstConnect: false,
    pendingSize: 2_097_152,
    outboundSize: 67_108_864,
    pendingMsgsLimit: 65_536,
    pendingBytesLimit: 67_108_864,
  });
});

Deno.test("parseConnectOptions() decodes units, second names and opposites, and changes nothing", () => {
  const options = Object.freeze({
    servers: Object.freeze(["a:1", " tls://joe:p@b "]),
    timeout: "1.5s",
    maxOutstandingPings: 3,
    allowReconnect: false,
    reconnect: false,
    randomize: false,
    noRandomize: true,
    reconnectJitter: 0,
    pendingSize: "1KiB",
    pendingBytesLimit: 10,
    tls: Object.freeze({ serverName: "b", caFile: undefined }),
    name: undefined,
  });
  const settings = parseConnectOptions(options);
  assertEquals(
    [settings.servers, settings.connectTimeout, settings.maxPingOut, settings.reconnect],
    [["a:1", "tls://b"], 1500, 3, false],
  );
  assertEquals(
    [settings.noRandomize, settings.reconnectJitter, settings.pendingSize],
    [true, 0, 1024],
  );
  assertEquals([settings.pendingBytesLimit, settings.tls], [10, { serverName: "b" }]);
  assertEquals([...settings.logins ?? []], [["b:4222", { user: "joe", password: "p" }]]);
  assertEquals("name" in settings, false);
});

Deno.test("parseConnectOptions() takes TLS from the option or the URL", () => {
  const tls = (options: object) => parseConnectOptions(options).tls;
  assertEquals(tls({}), undefined);
  assertEquals(tls({ tls: true }), {});
  assertEquals(tls({ tls: false }), null);
  assertEquals(tls({ servers: "a,tls://b" }), {});
  assertEquals(tls({ servers: "wss://b" }), undefined);
  const full = {
    ca: pem("CERTIFICATE"),
    cert: pem("CERTIFICATE"),
    keyFile: "key.pem",
    serverName: "a.example",
    handshakeFirst: true,
  };
  assertEquals(tls({ servers: "tls://b", tls: full }), full);
  assertEquals(tls({ tls: { cert: pem("CERTIFICATE"), key: pem("EC PRIVATE KEY") } }), {
    cert: pem("CERTIFICATE"),
    key: pem("EC PRIVATE KEY"),
  });
});

Deno.test("parseConnectOptions() takes means of authentication that go together", () => {
  const fitting: readonly object[] = [
    { user: "joe" },
    { user: "joe", password: "p", creds },
    { token: "t", creds: "joe.creds" },
    { servers: "joe:p@a", creds },
    { jwt },
    { jwt: `${jwt}\n`, nkey: ` ${seed}\n` },
    { jwt: () => jwt, sign },
    { nkey: publicKey, sign },
    { nkey: "./user.nk" },
    { nkey: seed, user: "joe" },
  ];
  for (const options of fitting) parseConnectOptions(options);
});

Deno.test("parseConnectOptions() names both means of authentication that exclude each other", () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ user: "joe", token: "t" }, "both 'user' and 'token'; give one of them"],
    [{ creds, jwt }, "both 'creds' and 'jwt'; give one of them"],
    [{ creds, nkey: seed }, "both 'creds' and 'nkey'; give one of them"],
    [{ creds, sign }, "both 'creds' and 'sign'; give one of them"],
    [{ jwt, nkey: seed, sign }, "both a seed as 'nkey' and 'sign'; give one of them"],
    [
      { servers: "joe@a", token: "t" },
      "both 'token' and a user or token in a URL of 'servers'; give one of them",
    ],
    [
      { servers: "joe:p@a", user: "joe" },
      "both 'user' and a user or token in a URL of 'servers'; give one of them",
    ],
    [{ sign }, "'sign' alone; give a 'jwt' or the public key as 'nkey' too"],
    [{ nkey: publicKey }, "a public key as 'nkey' without 'sign'; give its seed or 'sign'"],
    [{ password: "x" }, "a password without a 'user'"],
  ];
  for (const [options, problem] of cases) {
    assertEquals(refusal(options), `Cannot connect with ${problem}`);
  }
});

Deno.test("parseConnectOptions() never shows a secret", () => {
  const secret = "s3cr3t";
  const key = pem("PRIVATE KEY", `${secret}!`);
  const badSeed = `${seed.slice(0, -6)}${secret}`;
  const badJwt = jwt.replace(".", `.${secret}?`);
  const cases: readonly (readonly [object, string])[] = [
    [{ user: "joe", password: [secret] }, "'password'"],
    [{ user: "joe", pass: { secret } }, "'pass'"],
    [{ token: { secret } }, "'token'"],
    [{ creds: creds.replace(jwt, badJwt) }, "'creds'"],
    [{ creds: creds.replace(seed, badSeed) }, "'creds'"],
    [{ creds: `${secret}\n${secret}` }, "'creds'"],
    [{ creds: badSeed.toUpperCase().replaceAll(/[^A-Z2-7]/g, "A") }, "'creds'"],
    [{ creds: `${jwt}${secret}` }, "'creds'"],
    [{ nkey: badSeed }, "'nkey'"],
    [{ nkey: secret }, "'nkey'"],
    [{ jwt: badJwt }, "'jwt'"],
    [{ jwt: `eyJ${secret}` }, "'jwt'"],
    [{ tls: { cert: pem("CERTIFICATE"), key } }, "'tls.key'"],
    [{ tls: { cert: pem("CERTIFICATE"), key: secret } }, "'tls.key'"],
    [{ tls: { certFile: "x", keyFile: pem("PRIVATE KEY", secret) } }, "'tls.keyFile'"],
    [{ tls: { certFile: "x", keyFile: { secret } } }, "'tls.keyFile'"],
    [{ servers: `nats://joe:${secret}@a:0` }, "'servers'"],
    [{ servers: `nats://joe:p,${secret}@a:0` }, "'servers'"],
    [{ servers: `nats://joe:${secret},p@a` }, "'servers'"],
    [{ servers: `${secret}@a b` }, "'servers'"],
    [{ servers: [`nats://joe:%${secret}@a`] }, "'servers'"],
    [{ servers: { url: `nats://joe:${secret}@a` } }, "'servers'"],
    [{ servers: [[`nats://joe:${secret}@a`]] }, "'servers'"],
    [{ servers: `tls://joe:${secret}@a`, tls: false }, "'tls'"],
    [{ servers: `joe:${secret}@a`, user: secret }, "'user'"],
    [{ name: `nats://joe:${secret}@a\n` }, "'name'"],
  ];
  for (const [options, named] of cases) {
    const error = assertThrows(() => parseConnectOptions(options), ClientError);
    const told = `${error.message} ${error.cause} ${error.stack}`;
    assertEquals([told.includes(secret), told.includes(named)], [false, true], told);
  }
});

Deno.test("connectOptionNames has what a scenario can give, programOptionNames the rest", () => {
  assertEquals(connectOptionNames.has("allowReconnect"), true);
  assertEquals([...programOptionNames], [
    "context",
    "sign",
    "onConnect",
    "onDisconnect",
    "onReconnect",
    "onClose",
    "onError",
    "onDiscoveredServers",
    "onLameDuck",
  ]);
  assertEquals(connectOptionNames.intersection(programOptionNames).size, 0);
});
