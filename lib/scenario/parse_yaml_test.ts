// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { toJson } from "./node.ts";
import { maxNodes, parseYaml } from "./parse_yaml.ts";

function messages(text: string): readonly string[] {
  return parseYaml({ path: "a.yaml", text }).diagnostics.map((diagnostic) => diagnostic.message);
}

Deno.test("parseYaml() keeps the position of every node", () => {
  const text = "a: 1\nb: [x, { c: true }]\n";
  const { root } = parseYaml({ path: "a.yaml", text });
  assertEquals(root && toJson(root), { a: 1, b: ["x", { c: true }] });
  const list = root?.kind === "map" ? root.entries[1]?.value : undefined;
  const map = list?.kind === "list" ? list.items[1] : undefined;
  const leaf = map?.kind === "map" ? map.entries[0]?.value.span : undefined;
  assertEquals(leaf && text.slice(leaf.start, leaf.end), "true");
});

Deno.test("parseYaml() reads YAML 1.2: no, on and yes are text", () => {
  const { root } = parseYaml({ path: "a.yaml", text: "a: no\nb: on\nc: 0o10\n" });
  assertEquals(root && toJson(root), { a: "no", b: "on", c: 8 });
});

Deno.test("parseYaml() refuses what is not one plain document", () => {
  assertEquals(messages(""), ["the file is empty"]);
  assertEquals(messages("# only a comment\n"), ["the file is empty"]);
  assertEquals(messages("a: 1\na: 2\n"), ['the key "a" stands here twice']);
  assertEquals(messages("a: 1\n---\nb: 2\n"), ["more than one YAML document in the file"]);
  assertEquals(messages("1: x\n"), ["a key must be text"]);
  assertEquals(messages("a: .inf\n"), ["not a number that JSON has"]);
  assertEquals(messages("a: *nobody\n"), [
    'no anchor "&nobody" before this alias',
  ]);
});

Deno.test("parseYaml() bounds aliases", () => {
  assertEquals(messages("a: &a [*a]\n"), ['alias "*a" contains itself']);
  const bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 8; level++) {
    const alias = `*a${level - 1}`;
    bomb.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => alias).join(", ")}]`);
  }
  assertEquals(messages(`${bomb.join("\n")}\n`), [
    `the aliases come to more than ${maxNodes} values`,
  ]);
});

Deno.test("parseYaml() follows aliases", () => {
  const { root } = parseYaml({ path: "a.yaml", text: "a: &x { b: 1 }\nc: *x\n" });
  assertEquals(root && toJson(root), { a: { b: 1 }, c: { b: 1 } });
});

Deno.test("parseYaml() takes an alias for the nearest anchor before it", () => {
  const { root } = parseYaml({ path: "a.yaml", text: "a: &x 1\nb: *x\nc: &x 2\nd: *x\n" });
  assertEquals(root && toJson(root), { a: 1, b: 1, c: 2, d: 2 });
  assertEquals(messages("a: *x\nb: &x 1\n"), ['no anchor "&x" before this alias']);
});

Deno.test("parseYaml() refuses what is nested beyond its parser's reach", () => {
  assertEquals(messages(`a: ${"[".repeat(100_000)}\n`), ["nested too deep"]);
  assertEquals(messages(`a:\n  ${"token: x, ".repeat(100_000)}\nb:\n  - c: 1\n`), [
    "nested too deep",
  ]);
});

Deno.test("parseYaml() tells where a bracket or a quote was opened", () => {
  const places = (text: string) =>
    parseYaml({ path: "a.yaml", text }).diagnostics.map(({ message, span }) =>
      `${span?.start} ${message}`
    );
  assertEquals(places("a: [1, [2], 3\nb: 1\n"), ["3 [ is never closed"]);
  assertEquals(places("a: { b: 'x]', c: [1\nb: 1\n"), ["17 [ is never closed"]);
  assertEquals(places('a: "x"\nb: it\'s\nc: "never\nd: 1\n'), ["18 a text in quotes has no end"]);
  assertEquals(places("a: 'it''s\nb: 1\n"), ["3 a text in quotes has no end"]);
  assertEquals(places("a: { b: ${c} }\n"), [
    "8 a variable between braces or brackets must stand in quotes",
  ]);
});

Deno.test("parseYaml() leaves out what follows from an earlier mistake", () => {
  assertEquals(messages("a: b: c\nd: [\ne: 1\n"), ["a second colon in a line"]);
  assertEquals(messages("a: @x\nb: `y\n"), [
    "a text cannot begin with @",
    "a text cannot begin with `",
  ]);
});
