// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { fakeContext } from "./fake_context.ts";
import { print } from "./print.ts";

Deno.test("print() writes a text as it is, and anything else as JSON", async () => {
  const context = fakeContext();
  assertEquals(await print.run({ print: "half time" }, context), { items: [] });
  await print.run({ print: 7 }, context);
  await print.run({ print: { a: [1, "b"] } }, context);
  assertEquals(context.events, [
    { kind: "print", text: "half time" },
    { kind: "print", text: "7" },
    { kind: "print", text: '{"a":[1,"b"]}' },
  ]);
});
