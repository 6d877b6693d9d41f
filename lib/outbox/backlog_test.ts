// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { seededRandom } from "../transport/fake_random.ts";
import { Backlog } from "./backlog.ts";
import { MemoryStore } from "./memory_store.ts";
import type { OutboxRow } from "./store.ts";

function append(store: MemoryStore, subjects: readonly string[]): readonly OutboxRow[] {
  const drafts = subjects.map((subject) => ({
    id: crypto.randomUUID(),
    given: false,
    subject,
    payload: new Uint8Array(),
    at: 0,
  }));
  const rows = store.commit({ append: drafts, remove: [], bury: [] });
  return rows.filter((row) => row !== undefined);
}

function remove(store: MemoryStore, row: OutboxRow): void {
  store.commit({ append: [], remove: [row.seq], bury: [] });
}

Deno.test("Backlog gives one row of a subject at a time", () => {
  const store = new MemoryStore();
  const backlog = new Backlog(store);
  assertEquals(backlog.next(), undefined);
  backlog.add(append(store, ["a", "a", "b"]));
  const [first, other] = [backlog.next(), backlog.next()];
  assertEquals([first?.seq, other?.seq, backlog.next()], [1, 3, undefined]);
  if (first === undefined || other === undefined) throw new Error("there are no rows");
  backlog.release(first);
  assertEquals(backlog.next()?.seq, 1);
  backlog.done(first);
  assertEquals(backlog.next()?.seq, 2);
  backlog.done(other);
  assertEquals(backlog.next(), undefined);
});

Deno.test("Backlog goes on with others when many rows wait behind one that is held", () => {
  const store = new MemoryStore();
  append(store, Array.from({ length: 20_000 }, () => "stuck"));
  const backlog = new Backlog(store);
  const stuck = backlog.next();
  if (stuck === undefined) throw new Error("there are no rows");
  backlog.hold(stuck);
  backlog.add(append(store, ["free"]));
  assertEquals(backlog.next()?.subject, "free");
  assertEquals(backlog.next(), undefined);
  backlog.release(stuck);
  for (let seq = 1; seq <= 20_000; seq++) {
    const row = backlog.next();
    if (row === undefined) throw new Error(`there is no row ${seq}`);
    assertEquals(row.seq, seq);
    backlog.done(row);
  }
});

Deno.test("Backlog gives each row once, in order per subject, whatever is held", () => {
  const random = seededRandom(7);
  const store = new MemoryStore();
  const backlog = new Backlog(store);
  const given: OutboxRow[] = [];
  const busy: OutboxRow[] = [];
  let appended = 0;
  while (given.length < 12_000) {
    if (appended < 12_000) {
      // Bursts that are more than it keeps in memory.
      const count = Math.min(12_000 - appended, random(50) === 0 ? 9000 : random(60));
      const rows = append(store, Array.from({ length: count }, () => `s${random(5) ** 2}`));
      appended += count;
      backlog.add(rows);
    }
    for (let row = backlog.next(); row !== undefined; row = backlog.next()) busy.push(row);
    const [row] = busy.splice(random(busy.length), 1);
    if (row === undefined) continue;
    if (random(4) === 0) {
      backlog.hold(row);
      backlog.release(row);
    } else {
      given.push(row);
      remove(store, row);
      backlog.done(row);
    }
  }
  assertEquals(new Set(given.map(({ seq }) => seq)).size, 12_000);
  const bySubject = Object.groupBy(given, ({ subject }) => subject);
  for (const rows of Object.values(bySubject)) {
    const order = rows?.map(({ seq }) => seq) ?? [];
    assertEquals(order, order.toSorted((a, b) => a - b));
  }
  assertEquals([backlog.next(), store.totals().rows], [undefined, 0]);
});
