// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { startServer } from "@natsrig/natsrig/server";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** What the README says that each example prints. */
async function outputs(): Promise<ReadonlyMap<string, string>> {
  const readme = await Deno.readTextFile(`${folder}/README.md`);
  const section = /^## \[(\w+\.ts)\]\(\1\)\n(?:(?!^## ).*\n)*?```text\n((?:.*\n)*?)```$/gm;
  return new Map([...readme.matchAll(section)].map(([, name = "", text = ""]) => [name, text]));
}

/** The examples that there are: programs, so all but what they and this test share. */
function programs(): readonly string[] {
  return [...Deno.readDirSync(folder)]
    .map(({ name }) => name)
    .filter((name) => name.endsWith(".ts") && !name.endsWith("_test.ts"))
    .filter((name) => name !== "open_server.ts")
    .sort();
}

async function run(name: string, url: string): Promise<readonly unknown[]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `${folder}/${name}`],
    env: { NO_COLOR: "1", NATS_URL: url },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return [code, text(stdout), text(stderr)];
}

Deno.test("examples are all in their README", async () => {
  const described = await outputs();
  assertEquals([...described.keys()].sort(), programs());
});

for (const name of programs()) {
  Deno.test(`${name} prints what the README says`, async () => {
    const expected = (await outputs()).get(name);
    assertEquals(await run(name, ""), [0, expected, ""]);
  });
}

Deno.test("examples connect to the server that NATS_URL names, and leave no stream there", async () => {
  await using server = await startServer({ jetstream: true });
  const described = await outputs();
  for (const name of programs()) {
    assertEquals(await run(name, server.url), [0, described.get(name), ""]);
  }
  const { total_connections } = await server.monitor("varz");
  assertEquals(Number(total_connections) >= programs().length, true);
  const { streams } = await server.monitor("jsz");
  assertEquals(streams, 0);
});
