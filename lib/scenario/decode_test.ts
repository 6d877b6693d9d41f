// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { decode } from "./decode.ts";
import { parseYaml } from "./parse_yaml.ts";
import { z } from "zod";

const schema = z.strictObject({
  name: z.string(),
  count: z.int().min(1).max(9).optional(),
  mode: z.enum(["fast", "slow"]).optional(),
  on: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  place: z.union([
    z.strictObject({ url: z.string() }),
    z.strictObject({ nodes: z.int(), kind: z.string().optional() }),
  ]).optional(),
  wait: z.string({ error: "must be a duration such as 5s" }).optional(),
  names: z.record(z.string().regex(/^[a-z]+$/, { error: "must be a word" }), z.int()).optional(),
});

/** What is wrong with a text: `message @ what it points at | label = help`. */
function problems(text: string): readonly string[] {
  const { root, diagnostics } = parseYaml({ path: "a.yaml", text });
  if (root === undefined) throw new Error(JSON.stringify(diagnostics));
  return decode(schema, root, "thing").diagnostics.map(({ message, span, label, help }) =>
    `${message} @ ${span === undefined ? "" : text.slice(span.start, span.end).trim()}` +
    `${label === undefined ? "" : ` | ${label}`}${help === undefined ? "" : ` = ${help}`}`
  );
}

Deno.test("decode() gives the value of what fits", () => {
  const { root } = parseYaml({ path: "a.yaml", text: "name: x\ncount: 3\n" });
  assertEquals(root && decode(schema, root, "thing"), {
    value: { name: "x", count: 3 },
    diagnostics: [],
  });
});

Deno.test("decode() says what was found instead, and what to write", () => {
  assertEquals(problems("name: 5\n"), [
    "name: must be text @ 5 | found the number 5 = put it in quotes to make it text",
  ]);
  assertEquals(problems("name: x\ncount: 12\n"), [
    "count: must be 9 or less @ 12 | found the number 12",
  ]);
  assertEquals(problems("name: x\nmode: fsat\n"), [
    'mode: must be "fast" or "slow" @ fsat | found the text "fsat" = did you mean "fast"?',
  ]);
  assertEquals(problems("name: x\non: yes\n"), [
    'on: must be true or false @ yes | found the text "yes" = ' +
    "YAML 1.2 knows `true`, not more words for it",
  ]);
  assertEquals(problems("name: x\ntags: core\n"), [
    'tags: must be a list @ core | found the text "core" = write `[core]`',
  ]);
  assertEquals(problems("name: x\nwait: 5\n"), [
    "wait: must be a duration such as 5s @ 5 | found the number 5 = " +
    "a number needs its unit: `5ms` or `5s`",
  ]);
  assertEquals(problems("name: x\nplace:\n"), [
    "place: must be a mapping @  | found nothing = write `{}` for one without keys",
  ]);
});

Deno.test("decode() tells missing, unknown and mistyped keys apart", () => {
  assertEquals(problems("count: 1\n"), [
    'missing key "name" @ count | thing needs "name"',
  ]);
  assertEquals(problems("nmae: x\n"), ['unknown key "nmae" @ nmae = did you mean "name"?']);
  assertEquals(problems("name: x\nnames: { A1: 1 }\n"), ['the key "A1" must be a word @ A1']);
});

Deno.test("decode() speaks of the alternative that was meant", () => {
  assertEquals(problems("name: x\nplace: { nodes: three }\n"), [
    'place.nodes: must be a number @ three | found the text "three"',
  ]);
  assertEquals(problems("name: x\nplace: { kind: a, url: b }\n"), [
    '"kind" stands beside "url" @ kind = they do not go together',
  ]);
  assertEquals(problems("name: x\nplace: { ulr: a }\n"), [
    'unknown key "ulr" @ ulr = did you mean "url"?',
  ]);
  assertEquals(problems("name: x\nplace: 5\n"), [
    "place: must be a mapping @ 5 | found the number 5",
  ]);
});

Deno.test("decode() leaves leaves with variables to the run", () => {
  assertEquals(problems("name: x\ncount: ${n}\nmode: ${m}\n"), []);
});
