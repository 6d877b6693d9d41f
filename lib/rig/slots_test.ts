// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { type Slot, Slots } from "./slots.ts";

/** Asks for slots, and tells which of them have been given. */
function ask(slots: Slots, count: number) {
  const given: (Slot | undefined)[] = Array.from({ length: count });
  given.forEach((_, index) => void slots.take().then((slot) => void (given[index] = slot)));
  return {
    slot: (index: number) => given[index] ?? { rest: () => {}, [Symbol.dispose]: () => {} },
    given: async () => {
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      return given.map((slot) => slot !== undefined);
    },
  };
}

Deno.test("Slots gives out as many as there are, and the next when one comes back", async () => {
  const asked = ask(new Slots(2), 4);
  assertEquals(await asked.given(), [true, true, false, false]);
  asked.slot(0)[Symbol.dispose]();
  assertEquals(await asked.given(), [true, true, true, false]);
  asked.slot(0)[Symbol.dispose]();
  assertEquals(await asked.given(), [true, true, true, false]);
});

Deno.test("Slots lends those of resting holders, up to twice the number", async () => {
  const asked = ask(new Slots(2), 6);
  for (const index of [0, 1, 2, 3]) {
    await asked.given();
    asked.slot(index).rest(true);
  }
  assertEquals(await asked.given(), [true, true, true, true, false, false]);
});

Deno.test("Slots gives no further one after a rest until enough came back", async () => {
  const asked = ask(new Slots(2), 5);
  await asked.given();
  asked.slot(0).rest(true);
  assertEquals(await asked.given(), [true, true, true, false, false]);
  asked.slot(0).rest(false);
  asked.slot(1)[Symbol.dispose]();
  assertEquals(await asked.given(), [true, true, true, false, false]);
  asked.slot(0)[Symbol.dispose]();
  assertEquals(await asked.given(), [true, true, true, true, false]);
});

Deno.test("Slots does not lend a single one", async () => {
  const asked = ask(new Slots(1), 2);
  await asked.given();
  asked.slot(0).rest(true);
  assertEquals(await asked.given(), [true, false]);
});
