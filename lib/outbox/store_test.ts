// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { OutboxError } from "./error.ts";
import { MemoryStore } from "./memory_store.ts";
import { SqliteStore } from "./sqlite_store.ts";
import type { OutboxDraft, OutboxStore } from "./store.ts";

const stores: { readonly [name: string]: () => OutboxStore } = {
  SqliteStore: () => SqliteStore.open(":memory:"),
  MemoryStore: () => new MemoryStore(),
};

function draft(id: string, subject = "a", given = false): OutboxDraft {
  return { id, given, subject, payload: new Uint8Array([1, 2]), at: 0 };
}

function append(store: OutboxStore, ...drafts: OutboxDraft[]): readonly (number | undefined)[] {
  return store.commit({ append: drafts, remove: [], bury: [] }).map((row) => row?.seq);
}

for (const [name, open] of Object.entries(stores)) {
  Deno.test(`${name} keeps rows in order, with all they have`, () => {
    const store = open();
    const headers = { "X-A": ["1", "2"], "X-B": "3" };
    store.commit({ append: [{ ...draft("1"), headers }, draft("2")], remove: [], bury: [] });
    assertEquals(store.after(0, 9), [
      { seq: 1, id: "1", subject: "a", payload: new Uint8Array([1, 2]), at: 0, headers },
      { seq: 2, id: "2", subject: "a", payload: new Uint8Array([1, 2]), at: 0 },
    ]);
    assertEquals(store.after(1, 9).map(({ id }) => id), ["2"]);
    assertEquals(store.after(0, 1).map(({ id }) => id), ["1"]);
    store.close();
  });

  Deno.test(`${name} gives a subject's rows`, () => {
    const store = open();
    append(store, draft("1"), draft("2", "b"), draft("3"), draft("4"));
    const span = { subject: "a", after: 1, upTo: 3 };
    assertEquals(store.ofSubject(span, 9).map(({ id }) => id), ["3"]);
    assertEquals(store.ofSubject({ ...span, after: 0 }, 1).map(({ id }) => id), ["1"]);
    store.close();
  });

  Deno.test(`${name} never uses a place twice`, () => {
    const store = open();
    append(store, draft("1"));
    store.commit({ append: [], remove: [1], bury: [] });
    assertEquals(append(store, draft("2")), [2]);
    store.close();
  });

  Deno.test(`${name} counts rows, dead letters and their bytes`, () => {
    const store = open();
    append(store, draft("1"), { ...draft("2"), headers: { A: "b" } });
    assertEquals(store.totals(), { rows: 2, dead: 0, bytes: 3 + 3 + '{"A":"b"}'.length });
    store.commit({ append: [draft("3")], remove: [2], bury: [{ seq: 1, reason: "no" }] });
    assertEquals(store.totals(), { rows: 1, dead: 1, bytes: 6 });
    store.commit({ append: [], remove: [2, 3], bury: [] });
    assertEquals(store.totals(), { rows: 0, dead: 1, bytes: 3 });
    store.close();
  });

  Deno.test(`${name} takes an id that the caller gave once, whatever became of it`, () => {
    const store = open();
    assertEquals(append(store, draft("x", "a", true), draft("x", "b", true)), [1, undefined]);
    store.commit({ append: [], remove: [1], bury: [] });
    assertEquals(append(store, draft("x", "a", true)), [undefined]);
    assertEquals(append(store, draft("y", "a", true)).length, 1);
    assertEquals(store.totals().rows, 1);
    store.close();
  });

  Deno.test(`${name} keeps dead letters until they are retried or dropped`, () => {
    const store = open();
    append(store, draft("1"), draft("2"), draft("3"));
    const bury = [{ seq: 1, reason: "one" }, { seq: 2, reason: "two" }];
    store.commit({ append: [], remove: [], bury });
    assertEquals(store.dead().map(({ id, reason }) => [id, reason]), [["1", "one"], ["2", "two"]]);
    assertEquals([store.drop("2"), store.drop("2"), store.drop("3")], [true, false, false]);
    const revived = store.revive("1");
    assertEquals([revived?.id, revived?.seq], ["1", 4]);
    assertEquals(store.revive("1"), undefined);
    assertEquals(store.after(0, 9).map(({ id }) => id), ["3", "1"]);
    assertEquals(store.totals(), { rows: 2, dead: 0, bytes: 6 });
    store.close();
  });

  Deno.test(`${name} can be closed twice, and is of no use then`, () => {
    const store = open();
    append(store, draft("1"));
    store.close();
    store.close();
    assertEquals(store.totals(), { rows: 1, dead: 0, bytes: 3 });
    assertEquals(assertThrows(() => append(store, draft("1")), OutboxError).code, "closed");
    assertEquals(assertThrows(() => store.after(0, 1), OutboxError).code, "closed");
  });
}
