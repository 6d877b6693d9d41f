// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { awaitStatus } from "./await.ts";
import { fakeContext } from "./fake_context.ts";

Deno.test("awaitStatus() gives the event, and when it was", async () => {
  const context = fakeContext({ status: (kind) => ({ t: 77, value: { status: kind } }) });
  assertEquals(await awaitStatus.run({ await: "reconnect" }, context), {
    items: [{ value: { status: "reconnect" } }],
    at: 77,
  });
});

Deno.test("awaitStatus() waits for an error of a code", async () => {
  const context = fakeContext({
    status: (kind, code) => ({ t: 5, value: { status: kind, code: code ?? null } }),
  });
  const { items } = await awaitStatus.run({ await: "error", code: "permission" }, context);
  assertEquals(items, [{ value: { status: "error", code: "permission" } }]);
});

Deno.test("awaitStatus() fails where it does not happen", async () => {
  const context = fakeContext({
    status: () => {
      throw new Error("no reconnect");
    },
  });
  await assertRejects(
    () => awaitStatus.run({ await: "reconnect" }, context),
    Error,
    "no reconnect",
  );
});

Deno.test("awaitStatus() refuses what is not a connection event", () => {
  assertEquals(awaitStatus.schema.safeParse({ await: "reconnects" }).success, false);
  assertEquals(awaitStatus.schema.safeParse({ await: "lame-duck" }).success, true);
  assertEquals(awaitStatus.schema.safeParse({ await: "close", code: "timeout" }).success, true);
  assertEquals(awaitStatus.schema.safeParse({ await: "error", code: "slow" }).success, false);
  assertEquals(awaitStatus.schema.safeParse({ await: "connect", code: "timeout" }).success, false);
});
