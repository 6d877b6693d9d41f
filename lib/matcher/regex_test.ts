// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $regex } from "./regex.ts";
import { ask } from "./test_context.ts";

Deno.test("$regex holds where the pattern is found", () => {
  assertEquals(ask($regex, "b+", { of: "abbc" }), undefined);
  assertEquals(ask($regex, "^.$", { of: "😀" }), undefined);
  assertEquals(ask($regex, "(?i:HELLO)", { of: "hello" }), undefined);
});

Deno.test("$regex fails where it is not", () => {
  assertEquals(ask($regex, "^b", { of: "abbc" }), { expected: "a string that matches /^b/u" });
});

Deno.test("$regex does not coerce", () => {
  for (const  of of[1, null, undefined, ["1"], new Uint8Array([49])]) {
    assertEquals(ask($regex, "1", { of }), { expected: "a string that matches /1/u" });
  }
});

Deno.test("$regex.schema refuses an invalid pattern in the engine's words", () => {
  assertEquals(
    $regex.schema.safeParse("(").error?.issues.map((issue) => issue.message),
    ["Invalid regular expression: /(/u: Unterminated group"],
  );
  assertEquals($regex.schema.safeParse(1).error?.issues[0]?.message, "must be a pattern, a string");
});

Deno.test("$regex fails for a pattern that turns out invalid when it is used", () => {
  assertEquals(ask($regex, "(", { of: "a" }), {
    expected: "$regex with an argument that is valid",
    actual: '"(": Invalid regular expression: /(/u: Unterminated group',
  });
});
