// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import type { PlannedStep } from "../scenario/types.ts";
import { fakeContext } from "./fake_context.ts";
import { parallel } from "./parallel.ts";

const params = { parallel: [{ print: "a" }, { print: "b" }] };

function children(): readonly PlannedStep[] {
  const { step } = fakeContext();
  return [{ ...step, id: "a" }, { ...step, id: "b" }];
}

Deno.test("parallel() runs its steps at the same time", async () => {
  const log: string[] = [];
  const second = Promise.withResolvers<void>();
  const context = fakeContext({
    step: { children: children() },
    runStep: async ({ id }) => {
      log.push(`${id} starts`);
      // The first step ends only when the second one runs.
      if (id === "a") await second.promise;
      else second.resolve();
      log.push(`${id} ends`);
      return true;
    },
  });
  assertEquals(await parallel.run(params, context), { items: [] });
  assertEquals(log, ["a starts", "b starts", "b ends", "a ends"]);
});

Deno.test("parallel() waits for all steps before it fails", async () => {
  const ended: string[] = [];
  const context = fakeContext({
    step: { children: children() },
    runStep: async ({ id }) => {
      if (id === "a") throw new Error("cancelled");
      for (let turn = 0; turn < 100; turn++) await Promise.resolve();
      ended.push(id);
      return true;
    },
  });
  await assertRejects(() => parallel.run(params, context), Error, "cancelled");
  assertEquals(ended, ["b"]);
});

Deno.test("parallel() refuses to have no steps", () => {
  assertEquals(parallel.schema.safeParse({ parallel: [] }).success, false);
});
