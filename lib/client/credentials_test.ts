// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { findSeed, isCredentialsText, jwtProblem, parseCredentials } from "./credentials.ts";
import { FakeOperator } from "./fake_operator.ts";

const { creds, jwt, seed } = new FakeOperator().user("joe");

Deno.test("parseCredentials() finds the JWT and the seed", () => {
  assertEquals(parseCredentials(creds), { jwt, seed });
  assertEquals(parseCredentials(creds.replaceAll("\n", "\r\n")), { jwt, seed });
  assertEquals(parseCredentials(`#\n---A---\n  ${jwt} \n---B---\n---C---\n${seed}\n---D---`), {
    jwt,
    seed,
  });
});

Deno.test("parseCredentials() says which rule a text breaks", () => {
  const [block = ""] = creds.split("***");
  const cases: readonly (readonly [string, string])[] = [
    ["", "credentials with a block for the JWT (-----BEGIN NATS USER JWT-----)"],
    [jwt, "credentials with a block for the JWT (-----BEGIN NATS USER JWT-----)"],
    [block, "credentials with a block for the seed (-----BEGIN USER NKEY SEED-----)"],
    [creds.replace(jwt, "a.b"), "credentials with a JWT of three parts with dots between them"],
    [creds.replace(jwt, "a.b.ü"), "credentials with a JWT whose parts are base64url"],
    [creds.replace(jwt, "a.b.c"), "credentials with a JWT whose first parts are JSON"],
    [creds.replace(seed, `SA${seed.slice(2)}`), "credentials with the seed of a user's nkey (SU…)"],
    [creds.replace(seed, seed.slice(1)), "credentials with the seed of a user's nkey (SU…)"],
  ];
  for (const [text, rule] of cases) assertEquals(parseCredentials(text), rule);
});

Deno.test("isCredentialsText() tells texts and secrets from paths", () => {
  for (const text of [creds, jwt, seed, "a\nb", "-----BEGIN X", "eyJhbGciOiJlZDI1NTE5LW5r"]) {
    assertEquals([text, isCredentialsText(text)], [text, true]);
  }
  for (const path of ["joe.creds", "/a/b c/joe", "..\\joe", "~/x", "creds"]) {
    assertEquals([path, isCredentialsText(path)], [path, false]);
  }
});

Deno.test("jwtProblem() wants objects", () => {
  assertEquals(
    jwtProblem(`${btoa("{}").replaceAll("=", "")}.${btoa("555")}.x`),
    "a JWT whose first parts are JSON",
  );
  assertEquals(jwtProblem(jwt), undefined);
});

Deno.test("findSeed() takes the seed out of a file", () => {
  assertEquals(findSeed(`# my key\n${seed}\r\n`), seed);
  assertEquals(findSeed(creds), seed);
  assertEquals(findSeed("no seed"), undefined);
});
