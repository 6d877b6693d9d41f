// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { Message } from "../client/mod.ts";
import { Lane, type LaneOptions } from "./lane.ts";

const message = (text: string): Message =>
  new Message({ subject: "a", data: new TextEncoder().encode(text) }, () => {});

/** A lane whose messages end when they are told to, and what became of them. */
function startLane(options: Partial<LaneOptions> = {}) {
  const begun: string[] = [];
  const refused: (readonly [string, number | undefined])[] = [];
  const ends: (() => void)[] = [];
  const lane = new Lane({
    concurrency: 1,
    maxMessages: 10,
    maxBytes: 100,
    handle: (each, done) => {
      begun.push(each.text());
      ends.push(done);
      return false;
    },
    refuse: (each, waiting) => refused.push([each.text(), waiting]),
    ...options,
  });
  const end = (): void => ends.shift()?.();
  return { lane, begun, refused, end };
}

Deno.test("Lane.push() handles some at once, the others in order", () => {
  const { lane, begun, end } = startLane({ concurrency: 2 });
  for (const text of ["a", "b", "c", "d"]) lane.push(message(text));
  assertEquals([begun, lane.running, lane.waiting], [["a", "b"], 2, 2]);
  end();
  assertEquals([begun, lane.running, lane.waiting], [["a", "b", "c"], 2, 1]);
});

Deno.test("Lane.push() refuses what there is no room for, and tells the first of a row", () => {
  const { lane, refused, end } = startLane({ maxMessages: 1 });
  for (const text of ["a", "b", "c", "d"]) lane.push(message(text));
  end();
  for (const text of ["e", "f"]) lane.push(message(text));
  assertEquals(refused, [["c", 1], ["d", undefined], ["f", 1]]);
});

Deno.test("Lane.push() counts the bytes that wait", () => {
  const { lane, refused } = startLane({ maxBytes: 4 });
  for (const text of ["first one goes", "abc", "de", "f"]) lane.push(message(text));
  assertEquals([refused, lane.waiting], [[["de", 1]], 2]);
});

Deno.test("Lane.push() goes on with quick messages in the same turn", () => {
  const { lane } = startLane({ handle: () => true });
  for (const text of ["a", "b"]) lane.push(message(text));
  assertEquals([lane.running, lane.waiting], [0, 0]);
});

Deno.test("Lane.take() empties it, idle() waits for what is handled", async () => {
  const { lane, begun, end } = startLane();
  for (const text of ["a", "b", "c"]) lane.push(message(text));
  assertEquals([...lane.take()].map((each) => each.text()), ["b", "c"]);
  let idle = false;
  const waited = lane.idle().then(() => idle = true);
  await Promise.resolve();
  assertEquals(idle, false);
  end();
  await waited;
  await lane.idle();
  assertEquals(begun, ["a"]);
});
