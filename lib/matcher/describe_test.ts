// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { describe } from "./describe.ts";
import { operator, plain, testContext } from "./test_context.ts";

Deno.test("describe() writes each kind of expectation", () => {
  const span = { file: "test.yaml", start: 0, end: 0 };
  const words = [
    plain("a"),
    plain({ a: [1, {}] }),
    operator("$gt", 3),
    operator("$oneOf", [1, 2], [plain(1), plain(2)]),
    operator("$oneOf", [1], [plain(1)]),
    operator("$not", [1], [plain([1])]),
    { kind: "all", parts: [operator("$gt", 1), operator("$lt", 3)], span },
    { kind: "variable", text: "${id}", span },
  ] as const;
  assertEquals(words.map((expectation) => describe(expectation, testContext)), [
    '"a"',
    "{ a: [1, {}] }",
    "{ $gt: 3 }",
    "{ $oneOf: [1, 2] }",
    "{ $oneOf: [1] }",
    "{ $not: [1] }",
    "{ $gt: 1, $lt: 3 }",
    "${id}",
  ]);
});

Deno.test("describe() bounds its length", () => {
  assertEquals(describe(plain("x".repeat(1000)), testContext), `"${"x".repeat(199)}…`);
});
