// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { endpointName, isToken, matchesSubject, parsePattern, readParams } from "./subject.ts";

Deno.test("parsePattern() turns named tokens into wildcards", () => {
  const pattern = parsePattern(":user.echo.:kind.>");
  assertEquals(pattern.subject, "*.echo.*.>");
  assertEquals(readParams(pattern, "joe.echo.loud.a.b"), { user: "joe", kind: "loud" });
});

const refused: readonly (readonly [string, string])[] = [
  ["", "tokens must be words"],
  ["a..b", "tokens must be words"],
  ["a b", "tokens must be words"],
  ["a.>.b", "> must come last"],
  ["a*", "a wildcard must be a token of its own"],
  [":", "a named token must be like :user"],
  [":a-b", "a named token must be like :user"],
  [":a.:a", "names must differ"],
];
for (const [pattern, rule] of refused) {
  Deno.test(`parsePattern() refuses "${pattern}"`, () => {
    assertThrows(() => parsePattern(pattern), TypeError, rule);
  });
}

const matches: readonly (readonly [string, string, boolean])[] = [
  ["a.b", "a.b", true],
  ["a.b", "a.b.c", false],
  ["a.b.c", "a.b", false],
  ["*.b", "a.b", true],
  ["*.b", "a.c", false],
  ["a.>", "a.b.c", true],
  ["a.>", "a", false],
  [">", "a", true],
];
for (const [pattern, subject, expected] of matches) {
  Deno.test(`matchesSubject() says ${expected} for ${subject} on ${pattern}`, () => {
    assertEquals(matchesSubject(pattern, subject), expected);
  });
}

Deno.test("isToken() wants one literal token", () => {
  assertEquals(["bob", "a.b", "*", "", "a b", ">"].map(isToken), [
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

Deno.test("endpointName() gives a name the service protocol allows", () => {
  assertEquals(endpointName("*.echo.$x.>"), "any-echo-_x-all");
});
