// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { github } from "./github.ts";
import { assertGolden } from "./golden.ts";
import { record, sampleSuite, sampleVerdicts, suiteOf } from "./sample.ts";

Deno.test("github writes the text report with annotations", async () => {
  await assertGolden("github.txt", record(github, sampleSuite()).text);
});

Deno.test("github writes a job summary", async () => {
  await assertGolden("github_summary.txt", record(github, sampleSuite()).summary);
});

Deno.test("github does without a place for the summary", () => {
  let text = "";
  const writer = github.open({
    write: (part) => text += part,
    terminal: false,
    colour: false,
    width: 80,
    source: () => undefined,
    now: () => 0,
  });
  for (const event of suiteOf([sampleVerdicts.retried])) writer.handle(event);
  assertEquals(text.endsWith("2 passed, 2 failed, 1 skipped\n"), true);
});

Deno.test("github escapes annotations", () => {
  const verdict = {
    ...sampleVerdicts.error,
    title: "a: 100%, b",
    problems: [{
      severity: "error",
      outcome: "error",
      message: "50%\r\n::set-env::x",
      file: "a,b:c.yaml",
    }],
  } as const;
  assertStringIncludes(
    record(github, suiteOf([verdict])).text,
    "\n::error file=a%2Cb%3Ac.yaml,title=a%3A 100%25%2C b (jetstream/persistence)::" +
      "50%25%0D%0A::set-env::x\n",
  );
});

Deno.test("github lets no other text become a command", () => {
  const verdict = {
    ...sampleVerdicts.error,
    title: "t ##[add-path]x",
    problems: [{ severity: "error", outcome: "error", message: "a\n::set-env name=A::b" }],
    serverLog: ["::stop-commands::x"],
  } as const;
  const { text } = record(github, suiteOf([verdict]));
  const commands = text.split("\n").filter((line) => line.trimStart().startsWith("::"));
  assertEquals(commands.map((line) => line.slice(0, 8)), ["::error "]);
  const rest = text.split("\n").filter((line) => !line.startsWith("::error "));
  assertEquals(rest.some((line) => line.includes("##[")), false);
});

Deno.test("github's summary holds text that looks like markup", () => {
  const verdict = {
    ...sampleVerdicts.error,
    title: "a|b <script> `c`",
    problems: [{ severity: "error", outcome: "error", message: "```\n</details>" }],
  } as const;
  const { summary } = record(github, suiteOf([verdict]));
  assertStringIncludes(summary, "| 💥 | a\\|b &lt;script&gt; \\`c\\` <sub>");
  assertStringIncludes(
    summary,
    "<summary>a|b &lt;script&gt; `c` (jetstream/persistence)</summary>",
  );
  assertStringIncludes(summary, "\n````text\nerror: ```\n  </details>\n````\n");
});

Deno.test("github's summary stays below GitHub's limit", () => {
  const message = "世".repeat(100_000);
  const verdict = {
    ...sampleVerdicts.error,
    problems: [{ severity: "error", outcome: "error", message }],
  } as const;
  const { summary } = record(github, suiteOf(Array(1000).fill(verdict)));
  assertEquals(new TextEncoder().encode(summary).length < 1024 * 1024, true);
  assertStringIncludes(summary, "and 500 more\n");
  assertStringIncludes(summary, "… shortened\n");
});
