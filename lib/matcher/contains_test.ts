// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $contains } from "./contains.ts";
import { ask, operator } from "./test_context.ts";

Deno.test("$contains holds for a string with the part in it", () => {
  assertEquals(ask($contains, "bc", { of: "abcd" }), undefined);
});

Deno.test("$contains holds for a list with an item that matches", () => {
  assertEquals(ask($contains, 2, { of: [1, 2, 3] }), undefined);
  assertEquals(ask($contains, { id: 2 }, { of: [{ id: 1 }, { id: 2, name: "b" }] }), undefined);
  const operands = [operator("$gt", 2)];
  assertEquals(ask($contains, { $gt: 2 }, { of: [1, 3], operands }), undefined);
});

Deno.test("$contains fails where nothing matches", () => {
  assertEquals(ask($contains, "x", { of: "abc" }), {
    expected: 'a string or list that contains "x"',
  });
  assertEquals(ask($contains, 2, { of: [1, "2"] }), { expected: "a list with an item 2" });
  assertEquals(ask($contains, { id: 2 }, { of: [] }), {
    expected: "a list with an item { id: 2 }",
  });
});

Deno.test("$contains does not coerce", () => {
  assertEquals(ask($contains, 1, { of: "123" }), { expected: "a list with an item 1" });
  assertEquals(ask($contains, "1", { of: 123 }), {
    expected: 'a string or list that contains "1"',
  });
  assertEquals(ask($contains, "a", { of: { a: 1 } }), {
    expected: 'a string or list that contains "a"',
  });
  assertEquals(ask($contains, "a", { of: undefined }), {
    expected: 'a string or list that contains "a"',
  });
});
