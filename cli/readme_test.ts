// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { checkout, runHere, steady } from "./fake_golden.ts";

/** The fenced blocks of the README in a language, in order. */
async function blocks(language: string): Promise<readonly string[]> {
  const text = await Deno.readTextFile(`${checkout}/README.md`);
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    (match) => match[1] ?? "",
  );
}

Deno.test("the README's scenario is the one of the tour", async () => {
  const [scenario] = await blocks("yaml");
  assertEquals(scenario, await Deno.readTextFile(`${checkout}/docs/tour/greet.yaml`));
});

Deno.test("the README's failure is a real one", async () => {
  const [failure] = await blocks("text");
  const { code, stdout } = await runHere(["run", "docs/tour/greet.yaml"]);
  assertEquals(steady(stdout), steady(failure ?? ""));
  assertEquals(code, 1);
});

Deno.test("the README's refusal is a real one", async () => {
  const [, refusal] = await blocks("text");
  const { code, stdout, stderr } = await runHere(["run", "docs/tour/typo.yaml"]);
  assertEquals([code, stdout, stderr], [2, "", refusal ?? ""]);
});
