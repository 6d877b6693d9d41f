// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { fillPattern, parsePattern, readParams } from "./subject_pattern.ts";

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

Deno.test("fillPattern() puts values in the places of named tokens", () => {
  const pattern = parsePattern(":user.echo.*.:kind.>");
  assertEquals(fillPattern(pattern, { user: "joe", kind: "loud" }), "joe.echo.*.loud.>");
});

for (const user of ["", "a.b", "*", ">", "a b", "a\r\n"]) {
  Deno.test(`fillPattern() refuses ${JSON.stringify(user)}, which is no token`, () => {
    assertThrows(
      () => fillPattern(parsePattern(":user.echo"), { user }),
      TypeError,
      `Cannot fill "*.echo" as "user" must be one token of a subject: current value is ${
        JSON.stringify(user)
      }`,
    );
  });
}

Deno.test("fillPattern() refuses a value that is missing", () => {
  const pattern = parsePattern(":constructor.echo");
  assertThrows(() => fillPattern(pattern, {}), TypeError, "current value is undefined");
});
