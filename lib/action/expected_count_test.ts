// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { expectedCount, whatCame } from "./expected_count.ts";
import { fakeContext } from "./fake_context.ts";

Deno.test("expectedCount() goes by expectAll, then count, then one", () => {
  assertEquals(expectedCount({}), 1);
  assertEquals(expectedCount({ count: 3 }), 3);
  assertEquals(expectedCount({ expectAll: ["a", "b"] }), 2);
  assertEquals(expectedCount({ expectAll: ["a", "b"], count: 3 }), 2);
  assertEquals(expectedCount({ expectAll: [] }), 1);
});

Deno.test("whatCame() gives what came, though it be too few", () => {
  assertEquals(whatCame(["a"], { from: "S/c", expectAll: [1, 2] }, fakeContext()), ["a"]);
});

Deno.test("whatCame() takes nothing where nothing was expected", () => {
  assertEquals(whatCame([], { from: "S/c", expectAll: [] }, fakeContext()), []);
});

Deno.test("whatCame() fails where nothing came", () => {
  const error = assertThrows(
    () => whatCame([], { from: "S/c" }, fakeContext({ patienceMs: 1500 })),
    DriverError,
    "nothing came from S/c in 1.5s",
  );
  assertEquals(error.code, "timeout");
});

Deno.test("whatCame() fails where fewer came than is the least", () => {
  const error = assertThrows(
    () => whatCame(["a"], { from: "S/c", least: 3 }, fakeContext({ patienceMs: 1500 })),
    DriverError,
    "1 of 3 came from S/c in 1.5s",
  );
  assertEquals(error.code, "timeout");
});
