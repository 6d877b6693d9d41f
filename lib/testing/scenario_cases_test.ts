// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { scenarioTest } from "./mod.ts";

scenarioTest(new URL("../../scenarios/echo.yaml", import.meta.url));

/** Runs `deno test` on a file that registers a scenario of this text. */
async function testScenario(text: string): Promise<{ code: number; output: string }> {
  const folder = await Deno.makeTempDir({ prefix: "natsrig-testing-" });
  try {
    const module = JSON.stringify(new URL("./mod.ts", import.meta.url).href);
    await Deno.writeTextFile(`${folder}/some_scenario.yaml`, text);
    await Deno.writeTextFile(
      `${folder}/all_test.ts`,
      `import { scenarioTest } from ${module};\nscenarioTest(new URL("./*.yaml", import.meta.url));\n`,
    );
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", "--config", config, `${folder}/all_test.ts`],
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("scenarioTest() registers a case for each run", async () => {
  const { code, output } = await testScenario(
    'scenario: Sizes\nmatrix: { size: [1, 2] }\nsteps:\n  - print: "${size}"\n',
  );
  assertEquals(code, 0, output);
  assertStringIncludes(output, "scenario some-scenario/size=1 ... ok");
  assertStringIncludes(output, "scenario some-scenario/size=2 ... ok");
});

Deno.test("scenarioTest() fails a case with the place and what was expected", async () => {
  const { code, output } = await testScenario(`scenario: Fails
actors: { al: {} }
steps:
  - subscribe: greet
  - publish: greet
    send: hi
  - receive: greet
    expect: ho
`);
  assertEquals(code, 1);
  assertStringIncludes(output, "scenario some-scenario ... FAILED");
  assertStringIncludes(output, "some_scenario.yaml:8:13");
  assertStringIncludes(output, '^^ expected "ho", got "hi"');
});

Deno.test("scenarioTest() makes a case that fails of scenarios that are not valid", async () => {
  const { code, output } = await testScenario("scenario: Wrong\nsteps:\n  - prnt: hi\n");
  assertEquals(code, 1);
  assertStringIncludes(output, 'unknown action "prnt"');
});
