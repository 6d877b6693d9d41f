// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch } from "@std/assert";
import { firstScenario } from "./init.ts";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));

function natsrig(...args: readonly string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", program, ...args],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("natsrig exits with the code of its command, and writes to pipes", async () => {
  const good = await natsrig("--version").output();
  assertEquals(good.code, 0);
  assertMatch(text(good.stdout), /^natsrig \d+\.\d+\.\d+\n$/);
  const bad = await natsrig("rnu").output();
  assertEquals([bad.code, text(bad.stdout)], [2, ""]);
});

Deno.test("natsrig init and natsrig run pass from the first try", async () => {
  const folder = await Deno.makeTempDir({ prefix: "natsrig-first-" });
  await Deno.writeTextFile(`${folder}/first.yaml`, firstScenario);
  const { code, stdout } = await natsrig("run", `${folder}/first.yaml`).output();
  assertMatch(text(stdout), /\n1 passed, 0 failed\n$/);
  assertEquals(code, 0);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("natsrig exits quietly when the reader of its output has gone", async () => {
  const child = natsrig("completion", "zsh").spawn();
  await child.stdout.cancel();
  const errors = await new Response(child.stderr).text();
  const { code } = await child.status;
  assertEquals(errors, "");
  assertEquals([0, 141].includes(code), true);
});

Deno.test({
  name: "natsrig leaves no process and no folder behind after SIGINT",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "natsrig-stop-" });
    const file = `${folder}/slow.yaml`;
    await Deno.writeTextFile(
      file,
      `scenario: Slow
timeout: 2m
actors: { p: { run: "echo $$ > pid; echo $NATS_URL > url; sleep 60" } }
steps:
  - run: "until [ -s url ]; do sleep 0.01; done"
  - sleep: 1m
`,
    );
    const child = natsrig("run", file, "--events", `${folder}/events.ndjson`).spawn();
    const url = await firstLine(`${folder}/url`);
    const pid = Number(await firstLine(`${folder}/pid`));
    child.kill("SIGINT");
    const { code, stdout } = await child.output();
    assertEquals(code, 130);
    assertMatch(text(stdout), /\n0 passed, 0 failed, 1 skipped\n$/);
    assertEquals([await isListening(url), isRunning(pid)], [false, false]);
    await Deno.remove(folder, { recursive: true });
  },
});

/** Waits for a file to hold a line. */
async function firstLine(path: string): Promise<string> {
  for (;;) {
    try {
      const [line, rest] = (await Deno.readTextFile(path)).split("\n");
      if (line !== undefined && rest !== undefined) return line;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function isListening(url: string): Promise<boolean> {
  try {
    using _connection = await Deno.connect({
      hostname: "127.0.0.1",
      port: Number(new URL(url).port),
    });
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof TypeError) return false;
    throw error;
  }
}
