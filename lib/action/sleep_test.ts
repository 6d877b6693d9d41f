// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { fakeContext } from "./fake_context.ts";
import { sleep } from "./sleep.ts";

Deno.test("sleep() sleeps", async () => {
  const context = fakeContext();
  assertEquals(await sleep.run({ sleep: "5.1s" }, context), { items: [] });
  assertEquals(context.slept, [5100]);
});

Deno.test("sleep() refuses a number without a unit", () => {
  assertEquals(
    sleep.schema.safeParse({ sleep: "5" }).error?.issues[0]?.message,
    "must be a duration such as 250ms, 5s or 2m",
  );
});
