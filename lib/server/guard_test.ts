// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { holdGuard } from "./guard.ts";
import { runCommand } from "./run_command.ts";
import { spawnGuarded } from "./spawn_guarded.ts";

const encoder = new TextEncoder();

/** Whether a process runs; one that has ended but was not waited for does not. */
async function runs(pid: number): Promise<boolean> {
  const { stdout } = await runCommand("ps", ["-o", "stat=", "-p", String(pid)], {});
  return /^[^Z\s]/.test(stdout.trim());
}

async function gone(condition: () => Promise<boolean>): Promise<void> {
  while (await condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Runs a program that prints a line of JSON and goes on; kills it then. */
async function killRunner(code: string): Promise<unknown> {
  const runner = new Deno.Command(Deno.execPath(), { args: ["eval", code], stdout: "piped" })
    .spawn();
  let text = "";
  for await (const chunk of runner.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("\n")) runner.kill("SIGKILL");
  }
  assertEquals((await runner.status).signal, "SIGKILL");
  return JSON.parse(text);
}

Deno.test("a killed runner leaves no server and no folder, frozen and stopped ones neither", async () => {
  const code = `
    const { startCluster } = await import("${import.meta.resolve("./start_cluster.ts")}");
    const cluster = await startCluster({ nodes: 3 });
    const pids = cluster.nodes.map((node) => node.pid);
    await cluster.nodes[1].pause();
    await cluster.nodes[2].kill();
    console.log(JSON.stringify([pids, cluster.nodes.map((node) => node.folder)]));
    setInterval(() => {}, 1000);`;
  const [pids, folders] = await killRunner(code) as [number[], string[]];
  assertEquals([pids.length, folders.length], [3, 3]);
  for (const pid of pids) await gone(() => runs(pid));
  for (const folder of folders) await gone(() => Promise.resolve(exists(folder)));
});

Deno.test("a killed runner leaves no process of a guarded group", async () => {
  const code = `
    const { spawnGuarded } = await import("${import.meta.resolve("./spawn_guarded.ts")}");
    const args = ["-c", "sleep 600 & echo $!; wait"];
    const process = await spawnGuarded({ command: "sh", args, group: true });
    const { value } = await process.stdout.getReader().read();
    console.log(JSON.stringify([process.pid, Number(new TextDecoder().decode(value))]));`;
  const pids = await killRunner(code) as number[];
  assertEquals(pids.length, 2);
  for (const pid of pids) await gone(() => runs(pid));
});

Deno.test("holdGuard() serves several holders with one process, in any order", async () => {
  const folder = await Deno.makeTempDir({ prefix: "natsrig-test-" });
  const first = holdGuard({ folder });
  const second = holdGuard();
  await first.watch(undefined);
  await first[Symbol.asyncDispose]();
  await second.watch(undefined);
  await second[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  assertEquals(exists(folder), true, "an orderly end removes nothing");
  await Deno.remove(folder);
});

Deno.test("holdGuard() refuses a folder it cannot tell the guard of", () => {
  assertThrows(() => holdGuard({ folder: "/tmp/a\nb" }), TypeError);
});

Deno.test("spawnGuarded() hands on input, output, environment and exit code", async () => {
  await using process = await spawnGuarded({
    command: "sh",
    args: ["-c", 'cat; echo "$GREETING $1" >&2; exit 3', "sh", "a b"],
    env: { GREETING: "hello" },
    stdin: encoder.encode("one\ntwo"),
  });
  const output = [new Response(process.stdout).text(), new Response(process.stderr).text()];
  assertEquals(await Promise.all(output), ["one\ntwo", "hello a b\n"]);
  assertEquals(await process.status, { code: 3, signal: null });
  assertEquals(process.kill("SIGTERM"), false);
});

Deno.test("spawnGuarded() ends a whole group, also one whose first process has ended", async () => {
  let pid = 0;
  {
    await using process = await spawnGuarded({
      command: "sh",
      args: ["-c", "sleep 600 >/dev/null 2>&1 & echo $!"],
      group: true,
    });
    pid = Number(await new Response(process.stdout).text());
    await process.stderr.cancel();
    assertEquals((await process.status).code, 0);
    assertEquals(await runs(pid), true);
  }
  await gone(() => runs(pid));
});

Deno.test("spawnGuarded() bears input that nobody reads", async () => {
  await using process = await spawnGuarded({
    command: "true",
    stdin: new Uint8Array(1 << 20),
    stdout: "null",
  });
  await process.stderr.cancel();
  assertEquals((await process.status).code, 0);
});

Deno.test("spawnGuarded() tells of a missing command by exit code and stderr", async () => {
  await using process = await spawnGuarded({ command: "/no-such-command", stdout: "null" });
  assertMatch(await new Response(process.stderr).text(), /no-such-command.*not found/);
  assertEquals((await process.status).code, 127);
});
