// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { parseContext } from "./context.ts";
import { ClientError } from "./error.ts";

const environment = (name: string) =>
  new Map([["HOME", "/users/joe"], ["KEYS", "/keys"]]).get(name);

function parse(fields: unknown) {
  const text = JSON.stringify(fields);
  return parseContext({ name: "ngs", path: "/c/ngs.json", text }, environment);
}

Deno.test("parseContext() takes what the nats CLI writes", () => {
  const fields = {
    description: "what it is for",
    url: "tls://a.example,tls://b.example",
    socks_proxy: "",
    token: "",
    user: "",
    password: "",
    creds: "~/x.creds",
    nkey: "",
    cert: "$KEYS/cert.pem",
    key: "${KEYS}/key.pem",
    ca: "file:///ca.pem",
    nsc: "",
    jetstream_domain: "hub",
    jetstream_api_prefix: "",
    jetstream_event_prefix: "",
    inbox_prefix: "_INBOX.joe",
    user_jwt: "",
    color_scheme: "green",
    tls_first: true,
    windows_cert_store: "",
    windows_ca_certs_match: null,
  };
  assertEquals(parse(fields), {
    name: "ngs",
    path: "/c/ngs.json",
    options: {
      servers: "tls://a.example,tls://b.example",
      inboxPrefix: "_INBOX.joe",
      creds: "/users/joe/x.creds",
      tls: {
        caFile: "/ca.pem",
        certFile: "/keys/cert.pem",
        keyFile: "/keys/key.pem",
        handshakeFirst: true,
      },
    },
    jetstreamDomain: "hub",
  });
  assertEquals(parse({ description: "", tls_first: false }).options, {});
});

Deno.test("parseContext() takes the first of user, credentials, JWT and nkey", () => {
  const all = { user: "joe", password: "p", creds: "x", user_jwt: "a.b.c", nkey: "seed" };
  const { user: _user, password: _password, ...notUser } = all;
  const { creds: _creds, ...notCreds } = notUser;
  assertEquals(parse(all).options, { user: "joe", password: "p" });
  assertEquals(parse(notUser).options, { creds: "x" });
  assertEquals(parse(notCreds).options, { jwt: "a.b.c", nkey: "./seed" });
  assertEquals(parse({ user_jwt: "a.b.c", user_seed: "SU" }).options, { jwt: "a.b.c", nkey: "SU" });
  assertEquals(parse({ nkey: "~/u.nk", token: "t" }).options, {
    nkey: "/users/joe/u.nk",
    token: "t",
  });
});

Deno.test("parseContext() refuses what it would have to leave out, and shows no secret", () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [{ socks_proxy: "socks5://x" }, "its field 'socks_proxy' is not supported"],
    [{ nsc: "nsc://o/a/u" }, "its field 'nsc' is not supported"],
    [{ windows_ca_certs_match: ["x"] }, "its field 'windows_ca_certs_match' is not supported"],
    [
      { creds: "op://vault/secret" },
      "its field 'creds' refers to a secret elsewhere, which is not supported",
    ],
    [
      { user: "joe", password: "env://SECRET" },
      "its field 'password' refers to a secret elsewhere, which is not supported",
    ],
    [{ token: 12345 }, "its field 'token' must be a text"],
    [{ tls_first: "yes" }, "its field 'tls_first' must be true or false"],
    [{ ca: "$NOWHERE/ca.pem" }, "its field 'ca' needs the environment variable NOWHERE"],
    [["secret"], "it is not a JSON object"],
  ];
  for (const [fields, problem] of cases) {
    const error = assertThrows(() => parse(fields), ClientError);
    assertEquals(
      [error.code, error.message],
      ["invalid-option", `Cannot use the context "ngs" (/c/ngs.json): ${problem}`],
    );
  }
  const text = '{ "password": "secret", }';
  const error = assertThrows(
    () => parseContext({ name: "ngs", path: "/c/ngs.json", text }, environment),
    ClientError,
  );
  assertEquals(error.message, 'Cannot use the context "ngs" (/c/ngs.json): it is not JSON');
  assertEquals(error.cause, undefined);
});
