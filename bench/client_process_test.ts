// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { LineProcess } from "./client_process.ts";
import type { Task } from "./client_row.ts";

const never = new AbortController().signal;
const task: Task = { row: "publish", size: 16, count: 3 };

function program(code: string) {
  return { command: Deno.execPath(), args: ["eval", code] };
}

Deno.test("LineProcess.ask() gives the answer to a task", async () => {
  await using process = await LineProcess.start(
    program(`
      console.log("{}");
      for await (const bytes of Deno.stdin.readable) {
        const { count } = JSON.parse(new TextDecoder().decode(bytes));
        console.log(JSON.stringify({ elapsedMs: count, cpuMs: 2 * count }));
      }
    `),
    never,
  );
  assertEquals(await process.ask(task, never), { elapsedMs: 3, cpuMs: 6 });
  assertEquals(await process.ask({ ...task, count: 5 }, never), { elapsedMs: 5, cpuMs: 10 });
});

Deno.test("LineProcess.start() tells what a process complained of that does not get ready", async () => {
  const failing = program('console.error("out of luck"); Deno.exit(3)');
  await assertRejects(() => LineProcess.start(failing, never), Error, "out of luck");
});

Deno.test("LineProcess.ask() tells what a process complained of that ends", async () => {
  const failing = program(`
    console.log("{}");
    await Deno.stdin.read(new Uint8Array(100));
    throw new Error("lost the thread");
  `);
  await using process = await LineProcess.start(failing, never);
  await assertRejects(() => process.ask(task, never), Error, "lost the thread");
  await assertRejects(() => process.ask(task, never), Error, "lost the thread");
});

Deno.test("LineProcess.ask() ends when it is given up, and so does the process", async () => {
  const silent = program('console.log("{}"); setInterval(() => {}, 1000)');
  await using process = await LineProcess.start(silent, never);
  const controller = new AbortController();
  const asked = process.ask(task, controller.signal);
  controller.abort(new Error("given up"));
  await assertRejects(() => asked, Error, "given up");
  await assertRejects(() => process.ask(task, never), Error, "The process ended");
});
