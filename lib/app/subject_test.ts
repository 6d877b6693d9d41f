// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { endpointName, isToken, matchesSubject } from "./subject.ts";

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
