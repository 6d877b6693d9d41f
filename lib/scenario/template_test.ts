// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { fillJson, fillText, variablesOf } from "./template.ts";
import type { Json } from "./types.ts";

const values: { readonly [name: string]: Json } = {
  n: 3,
  who: "joe",
  user: { id: 7, tags: ["a", "b"] },
};
const lookup = (variable: { name: string; path: readonly string[] }): Json | undefined => {
  const value = values[variable.name];
  const [first] = variable.path;
  if (first === undefined) return value;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value).find(([key]) => key === first)?.[1]
    : undefined;
};

Deno.test("fillText() keeps the type of a text that is one variable", () => {
  assertEquals(fillText("${n}", lookup, "throw"), 3);
  assertEquals(fillText("${user}", lookup, "throw"), { id: 7, tags: ["a", "b"] });
  assertEquals(fillText("${user.id}", lookup, "throw"), 7);
});

Deno.test("fillText() writes values into a longer text", () => {
  assertEquals(fillText("hi ${who} x${n}", lookup, "throw"), "hi joe x3");
  assertEquals(fillText("u=${user}", lookup, "throw"), 'u={"id":7,"tags":["a","b"]}');
});

Deno.test("fillText() takes $${ for a literal ${", () => {
  assertEquals(fillText("$${who} ${who}", lookup, "throw"), "${who} joe");
});

Deno.test("fillText() keeps unknown variables and escapes so that it can be done again", () => {
  const once = fillText("$${a} ${later} ${who}", lookup, "keep");
  assertEquals(once, "$${a} ${later} joe");
  assertEquals(fillText(String(once), () => "now", "throw"), "${a} now joe");
});

Deno.test("fillText() escapes what it fills in while variables are kept", () => {
  const once = fillText("${x} ${later}", (v) => v.name === "x" ? "${trap}" : undefined, "keep");
  assertEquals(fillText(String(once), () => "now", "throw"), "${trap} now");
});

Deno.test("fillText() throws where a variable has no value", () => {
  assertThrows(
    () => fillText("a ${nobody}", lookup, "throw"),
    RangeError,
    "${nobody} has no value",
  );
});

Deno.test("variablesOf() refuses what is not a variable", () => {
  assertEquals(variablesOf("${a.b.0} ${c}").map((variable) => variable.text), ["${a.b.0}", "${c}"]);
  assertThrows(() => variablesOf("${a b}"), SyntaxError, '"${a b}" is not a variable');
  assertThrows(() => variablesOf("echo ${"), SyntaxError, '"${" is not a variable');
});

Deno.test("fillJson() fills every text, and no key", () => {
  assertEquals(fillJson({ "${n}": ["${n}", true, null, "${who}"] }, lookup, "throw"), {
    "${n}": [3, true, null, "joe"],
  });
});
