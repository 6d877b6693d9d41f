// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import type { Json } from "../scenario/types.ts";
import { fakeContext } from "./fake_context.ts";
import { repeat } from "./repeat.ts";

async function ran(times: number, passes: (run: string) => boolean): Promise<readonly string[]> {
  const { step } = fakeContext();
  const log: string[] = [];
  const context = fakeContext({
    step: { children: [{ ...step, id: "a" }, { ...step, id: "b" }] },
    runStep: ({ id }, locals: { readonly [name: string]: Json } = {}) => {
      const run = `${id} ${locals.i}`;
      log.push(run);
      return Promise.resolve(passes(run));
    },
  });
  const params = { repeat: [{ print: "a" }, { print: "b" }], times };
  assertEquals(await repeat.run(params, context), { items: [] });
  return log;
}

Deno.test("repeat() runs its steps in order, counting from 1", async () => {
  assertEquals(await ran(2, () => true), ["a 1", "b 1", "a 2", "b 2"]);
});

Deno.test("repeat() stops at the first step that does not pass", async () => {
  assertEquals(await ran(3, (run) => run !== "a 2"), ["a 1", "b 1", "a 2"]);
});

Deno.test("repeat() has to be told how often", () => {
  assertEquals(repeat.schema.safeParse({ repeat: [{ print: "a" }] }).success, false);
});
