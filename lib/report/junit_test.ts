// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertGolden } from "./golden.ts";
import { junit } from "./junit.ts";
import { record, sampleSuite, sampleVerdicts, suiteOf } from "./sample.ts";

Deno.test("junit writes every outcome", async () => {
  await assertGolden("junit.txt", record(junit, sampleSuite()).text);
});

Deno.test("junit writes well-formed XML", () => {
  const { text } = record(junit, sampleSuite());
  const open: string[] = [];
  for (const [, closing, name = "", empty] of text.matchAll(/<(\/?)([\w-]+)[^<>]*?(\/?)>/g)) {
    if (closing === "/") assertEquals(open.pop(), name);
    else if (empty !== "/") open.push(name);
  }
  assertEquals(open, []);
  assertEquals(text.replaceAll(/&(amp|lt|gt|quot|#\d+);/g, "").includes("&"), false);
});

Deno.test("junit escapes and leaves out what XML cannot hold", () => {
  const verdict = {
    ...sampleVerdicts.pass,
    title: 'a "b"\n\t<c>',
    output: "\x00\x1b[1m]]>\r\n\ud800\ufffe&amp;",
  };
  const { text } = record(junit, suiteOf([verdict]));
  assertStringIncludes(text, '<property name="title" value="a &quot;b&quot;&#10;&#9;&lt;c&gt;"/>');
  assertStringIncludes(text, "<system-out>[1m]]&gt;&#13;\n\ufffd&amp;amp;</system-out>");
});

Deno.test("junit keeps scenarios of a file in one suite", () => {
  const { pass, fail, retried } = sampleVerdicts;
  const { text } = record(junit, suiteOf([pass, fail, retried]));
  assertEquals(
    [...text.matchAll(/<testsuite name="([^"]+)" tests="(\d)"/g)].map((m) => m.slice(1)),
    [
      ["scenarios/echo.yaml", "2"],
      ["scenarios/caching_echo.yaml", "1"],
    ],
  );
});
