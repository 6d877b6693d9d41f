// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { compileExpectation } from "./expectation.ts";
import { matchItem, matchValue, showValue } from "./match.ts";
import { parseYaml } from "./parse_yaml.ts";
import { vocabulary } from "./test_fixture.ts";
import type { Expectation, Value } from "./types.ts";

function expectation(text: string): Expectation {
  const { root, diagnostics } = parseYaml({ path: "a.yaml", text: `e: ${text}\n` });
  const node = root?.kind === "map" ? root.entries[0]?.value : undefined;
  if (node === undefined) throw new Error(JSON.stringify(diagnostics));
  return compileExpectation(node, {
    matchers: vocabulary.matchers,
    diagnostics: [],
    fields: () => undefined,
  });
}

function mismatches(text: string, actual: Value | undefined): readonly string[] {
  return matchValue(expectation(text), actual, vocabulary.matchers).map((mismatch) =>
    `${mismatch.path}: ${mismatch.expected} / ${mismatch.actual}`
  );
}

Deno.test("matchValue() matches scalars strictly", () => {
  assertEquals(mismatches("1", 1), []);
  assertEquals(mismatches("1", "1"), ['$: 1 / "1"']);
  assertEquals(mismatches("true", "true"), ['$: true / "true"']);
  assertEquals(mismatches("null", undefined), ["$: null / nothing"]);
});

Deno.test("matchValue() allows further keys, unless $exactly", () => {
  assertEquals(mismatches("{ a: 1 }", { a: 1, b: 2 }), []);
  assertEquals(mismatches("{ $exactly: { a: 1 } }", { a: 1, b: 2 }), [
    "$: no further keys / also b",
  ]);
  assertEquals(mismatches("{ $exactly: { a: { c: 1 } } }", { a: { c: 1, d: 2 } }), [
    "$.a: no further keys / also d",
  ]);
});

Deno.test("matchValue() collects every mismatch with its path", () => {
  assertEquals(mismatches("{ a: 1, b: { c: [1, 2] } }", { a: 2, b: { c: [1, 3, 4] } }), [
    "$.a: 1 / 2",
    "$.b.c[1]: 2 / 3",
    "$.b.c: 2 items / 3 items",
  ]);
  assertEquals(mismatches("{ a: 1 }", ["a"]), ['$: a mapping / ["a"]']);
  assertEquals(mismatches("[1, 2]", [1]), ["$[1]: 2 / nothing"]);
});

Deno.test("matchValue() applies several operators of one mapping", () => {
  assertEquals(mismatches("{ $gt: 1, $lt: 5 }", 3), []);
  assertEquals(mismatches("{ $gt: 1, $lt: 5 }", 7).length, 1);
});

Deno.test("matchItem() reads untyped text as JSON where a mapping or list is expected", () => {
  const item = { value: '{"a":[1]}', untyped: true };
  assertEquals(matchItem(expectation("{ a: [1] }"), item, vocabulary.matchers), []);
  assertEquals(matchItem(expectation("'{\"a\":[1]}'"), item, vocabulary.matchers), []);
  assertEquals(matchItem(expectation("{ $not: { a: [2] } }"), item, vocabulary.matchers), []);
  const [mismatch] = matchItem(
    expectation("{ a: 1 }"),
    { value: "hi", untyped: true },
    vocabulary.matchers,
  );
  assertEquals([mismatch?.expected, mismatch?.actual], ["a mapping", '"hi"']);
});

Deno.test("matchItem() says that a payload is not of its type", () => {
  const item = { value: "xx", undecodable: "not a t.v1.A" };
  const [mismatch] = matchItem(expectation("{ a: 1 }"), item, vocabulary.matchers);
  assertEquals(mismatch?.actual, '"xx" (not a t.v1.A)');
});

Deno.test("showValue() is bounded", () => {
  assertEquals(showValue(new Uint8Array([1, 2])), "2 bytes (base64 AQI=)");
  assertEquals(showValue("x".repeat(500)).length < 160, true);
});
