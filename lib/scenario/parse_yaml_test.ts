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
