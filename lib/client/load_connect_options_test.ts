// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { ClientError } from "./error.ts";
import { FakeContexts } from "./fake_contexts.ts";
import { loadConnectOptions } from "./load_connect_options.ts";

function only(options: object, environment: (name: string) => string | undefined) {
  const { servers, logins, user, token, creds, tls, inboxPrefix } = loadConnectOptions(
    options,
    environment,
  );
  return JSON.parse(JSON.stringify({
    servers,
    logins: logins && [...logins],
    ...{ user, token, creds, tls, inboxPrefix },
  }));
}

function refusal(options: object, environment: (name: string) => string | undefined) {
  const { code, message } = assertThrows(
    () => loadConnectOptions(options, environment),
    ClientError,
  );
  assertEquals(code, "invalid-option");
  return message;
}

Deno.test("loadConnectOptions() goes by NATS_URL where no servers are given", () => {
  const environment = (name: string) =>
    name === "NATS_URL" ? "nats://joe:secret@a:1, tls://b" : undefined;
  assertEquals(only({}, environment), {
    servers: ["nats://a:1", "tls://b"],
    logins: [["a:1", { user: "joe", password: "secret" }]],
    tls: {},
  });
  assertEquals(only({ servers: undefined, token: "t" }, environment), {
    servers: ["nats://a:1", "tls://b"],
    token: "t",
    tls: {},
  });
  assertEquals(only({ servers: "c" }, environment), { servers: ["c"] });
  assertEquals(only({}, () => undefined), { servers: ["127.0.0.1:4222"] });
  assertEquals(
    refusal({}, (name) => name === "NATS_URL" ? "nats://joe:secret@a:x" : undefined),
    "Cannot connect as 'NATS_URL' must be a URL with a port from 1 to 65535: " +
      'current value is "nats://***@a:x"',
  );
});

Deno.test("loadConnectOptions() takes from a context what is not given", () => {
  using contexts = new FakeContexts({
    prod: { url: "nats://joe:secret@a:1", ca: "/ca.pem", inbox_prefix: "in" },
    dev: { url: "b:2", creds: "/x.creds" },
  }, "dev");
  const environment = contexts.environment({ NATS_URL: "other:3" });
  assertEquals(only({ context: "prod" }, environment), {
    servers: ["nats://a:1"],
    logins: [["a:1", { user: "joe", password: "secret" }]],
    tls: { caFile: "/ca.pem" },
    inboxPrefix: "in",
  });
  assertEquals(only({ context: true }, environment), { servers: ["b:2"], creds: "/x.creds" });
  const named = contexts.environment({ NATS_CONTEXT: "prod" });
  assertEquals(only({ context: true, token: "t", tls: false }, named), {
    servers: ["nats://a:1"],
    token: "t",
    tls: null,
    inboxPrefix: "in",
  });
  const explicit = { context: "dev", servers: "joe@c:3", inboxPrefix: undefined };
  assertEquals(only(explicit, environment), {
    servers: ["c:3"],
    logins: [["c:3", { token: "joe" }]],
  });
  assertEquals(only({ context: false }, environment), { servers: ["other:3"] });
});

Deno.test("loadConnectOptions() says what is wrong with a context", () => {
  using contexts = new FakeContexts({
    prod: { url: "http://joe:secret@a" },
    both: { user: "joe", token: "secret" },
  });
  const environment = contexts.environment();
  const file = `${contexts.folder}/nats/context`;
  assertEquals(
    refusal({ context: "prod" }, environment),
    `Cannot use the context "prod" (${file}/prod.json): Cannot connect as 'servers' must be ` +
      'a URL that begins with nats, tls, ws or wss: current value is "http://***@a"',
  );
  assertEquals(
    refusal({ context: "both" }, environment),
    `Cannot use the context "both" (${file}/both.json): ` +
      "Cannot connect with both 'user' and 'token'; give one of them",
  );
  assertEquals(
    refusal({ context: "prd" }, environment),
    `Cannot use the context "prd": there is no ${file}/prd.json; did you mean 'prod'?`,
  );
  assertEquals(
    refusal({ context: "../prod" }, environment),
    "Cannot connect as 'context' must be the name of a context of the nats CLI, or true: " +
      'current value is "../prod"',
  );
  assertEquals(
    refusal({ context: true }, environment),
    "Cannot connect as 'context' is true, but no context is selected; " +
      "select one (nats context select) or name it",
  );
  assertEquals(
    refusal({ context: "prod" }, () => undefined),
    'Cannot use the context "prod": neither XDG_CONFIG_HOME nor HOME is set, ' +
      "or may be read (--allow-env)",
  );
});
