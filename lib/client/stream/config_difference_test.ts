// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { configDifferences, unmetKeys } from "./config_difference.ts";

Deno.test("unmetKeys() takes what is empty for what is left out", () => {
  const wish = { description: "", sealed: false, max_age: 0, sources: [], metadata: {} };
  assertEquals(unmetKeys(wish, {}), []);
  assertEquals(unmetKeys({ description: undefined }, { description: "orders" }), []);
});

Deno.test("unmetKeys() names what is not as wished, sorted", () => {
  const present = { subjects: ["a", "b"], max_age: 5, placement: { cluster: "x", tags: ["y"] } };
  assertEquals(unmetKeys({ subjects: ["a", "b"], max_age: 5 }, present), []);
  assertEquals(unmetKeys({ subjects: ["a"], max_age: 6, storage: "file" }, present), [
    "max_age",
    "storage",
    "subjects",
  ]);
  assertEquals(unmetKeys({ placement: { cluster: "x", tags: [] } }, present), ["placement"]);
  assertEquals(unmetKeys({ subjects: "a" }, present), ["subjects"]);
});

Deno.test("unmetKeys() leaves the server's own metadata out", () => {
  const present = { metadata: { "_nats.level": "1", team: "a" } };
  assertEquals(unmetKeys({ metadata: { team: "a" } }, present), []);
  assertEquals(unmetKeys({ metadata: {} }, present), ["metadata"]);
  assertEquals(unmetKeys({ metadata: {} }, { metadata: { "_nats.level": "1" } }), []);
});

Deno.test("configDifferences() tells values before and after", () => {
  assertEquals(
    configDifferences({ b: 1, a: "x", c: [1] }, { b: 2, c: [1], d: true, e: false }),
    [
      { key: "a", was: "x", is: undefined },
      { key: "b", was: 1, is: 2 },
      { key: "d", was: undefined, is: true },
    ],
  );
});
