// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { StatusQueue } from "./status_queue.ts";

const { signal } = new AbortController();

Deno.test("StatusQueue gives each event once, those of a kind in order", async () => {
  const queue = new StatusQueue();
  queue.add("disconnect", { t: 1, code: undefined, value: "a" });
  queue.add("reconnect", { t: 2, code: undefined, value: "b" });
  queue.add("disconnect", { t: 3, code: undefined, value: "c" });
  const kinds = ["disconnect", "disconnect", "reconnect"] as const;
  const taken = await Promise.all(kinds.map((kind) => queue.take({ kind }, signal)));
  assertEquals(taken.map(({ value }) => value), ["a", "c", "b"]);
});

Deno.test("StatusQueue leaves events of another code for others", async () => {
  const queue = new StatusQueue();
  queue.add("error", { t: 1, code: "permission", value: "a" });
  const slow = queue.take({ kind: "error", code: "slow-consumer" }, signal);
  queue.add("error", { t: 2, code: "permission", value: "b" });
  queue.add("error", { t: 3, code: "slow-consumer", value: "c" });
  assertEquals((await slow).value, "c");
  assertEquals((await queue.take({ kind: "error" }, signal)).value, "a");
  assertEquals((await queue.take({ kind: "error", code: "permission" }, signal)).value, "b");
});

Deno.test("StatusQueue serves who waits longest, and forgets who has gone", async () => {
  const queue = new StatusQueue();
  const gone = new AbortController();
  const first = queue.take({ kind: "close" }, gone.signal);
  const second = queue.take({ kind: "close" }, signal);
  const third = queue.take({ kind: "close" }, signal);
  gone.abort(new Error("gone"));
  await assertRejects(() => first, Error, "gone");
  queue.add("close", { t: 1, code: undefined, value: "a" });
  queue.add("close", { t: 2, code: undefined, value: "b" });
  assertEquals([(await second).value, (await third).value], ["a", "b"]);
});
