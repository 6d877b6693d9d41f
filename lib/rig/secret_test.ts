// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { likelySecrets, maskLikely } from "./secret.ts";

function masked(text: string): string {
  return maskLikely({ path: "a.yaml", text }).text;
}

Deno.test("maskLikely() masks the values of keys that hold secrets, and no more", () => {
  assertEquals(
    masked("{ user: alice, password: s3cret word, name: x }"),
    "{ user: alice, password: ****** ****, name: x }",
  );
  assertEquals(masked(`token: "a, b" # why`), "token: *** ** # why");
  assertEquals(masked("password: [one, two]\nsend: hi\n"), "password: ***** ****\nsend: hi\n");
  assertEquals(
    masked(`alice: { token: "s3cret", a: { pass: b } }`),
    "alice: { token: ********, a: { pass: * } }",
  );
  assertEquals(masked("token: ${name}\n"), "token: ${name}\n");
});

Deno.test("maskLikely() masks values of several lines", () => {
  assertEquals(
    masked("a:\n  creds: |\n    line one\n\n    two\n  name: x\n"),
    "a:\n  creds: |\n    **** ***\n\n    ***\n  name: x\n",
  );
  assertEquals(masked("password:\n  - s3cret\nname: x\n"), "password:\n  * ******\nname: x\n");
});

Deno.test("maskLikely() masks private keys, whatever holds them", () => {
  const key = (body: string) => `a: |\n  -----BEGIN EC PRIVATE KEY-----\n  ${body}\n`;
  assertEquals(
    masked(`${key("MIGH Ag")}  -----END EC PRIVATE KEY-----\nb: c\n`),
    `${key("**** **")}  -----END EC PRIVATE KEY-----\nb: c\n`,
  );
  assertEquals(masked(key("MIGH")), key("****"));
  const certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  assertEquals(masked(certificate), certificate);
});

Deno.test("maskLikely() masks mistyped keys and URLs", () => {
  assertEquals(masked("{ pasword: s3cret, tokn: abc }"), "{ pasword: ******, tokn: *** }");
  assertEquals(masked("url: 'nats://a:s3cret@host:1'"), "url: 'nats://********@host:1'");
  assertEquals(
    masked("{ send: hi, took: 5s, key: colour }"),
    "{ send: hi, took: 5s, key: colour }",
  );
});

Deno.test("likelySecrets() gives what a message must not show", () => {
  const text = `{ password: "s3cret", token: [first, "second"], pass: abc, seed: SU }\n`;
  assertEquals(likelySecrets({ path: "a.yaml", text }), ["s3cret", "first", "second"]);
});
