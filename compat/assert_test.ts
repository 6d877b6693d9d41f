// Copyright 2026 the natsrig authors. Apache-2.0 license.

import nodeAssert from "node:assert/strict";
import {
  assert,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotMatch,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
  unreachable,
} from "@std/assert";

// node:assert judges here, so that the assertions do not judge themselves.
function refuses(fn: () => void, message: RegExp): void {
  nodeAssert.throws(fn, (error) => error instanceof AssertionError && message.test(error.message));
}

Deno.test("assert() and assertFalse() judge truthiness", () => {
  assert(1);
  assertFalse("");
  refuses(() => assert(0, "zero"), /^zero$/);
  refuses(() => assertFalse(1, "one"), /^one$/);
});

Deno.test("assertEquals() compares deeply and strictly", () => {
  assertEquals({ a: [1, { b: new Uint8Array([1]) }] }, { a: [1, { b: new Uint8Array([1]) }] });
  assertEquals(new Map([[1, { a: 2 }]]), new Map([[1, { a: 2 }]]));
  assertEquals(NaN, NaN);
  refuses(() => assertEquals<unknown>(1, "1"), /^Values are not equal\./);
  refuses(() => assertEquals<unknown>({ a: undefined }, {}), /not equal/);
  refuses(() => assertEquals([1, 2], [2, 1], "order"), /^Values are not equal: order\n/);
  refuses(() => assertEquals(new Uint8Array([1]), new Uint8Array([2])), /not equal/);
  refuses(() => assertEquals<unknown>(new Uint8Array([1]), [1]), /not equal/);
});

Deno.test("assertEquals() takes an object without a prototype for a plain one", () => {
  assertEquals({ ...{}, groups: /(?<a>x)/.exec("x")?.groups }, { groups: { a: "x" } });
  refuses(
    () =>
      assertEquals<unknown>(Object.create(null, { a: { value: 1, enumerable: true } }), { a: 2 }),
    /not equal/,
  );
});

Deno.test("assertEquals() ends on cyclic values", () => {
  const left: Record<string, unknown> = { a: 1 };
  left.self = left;
  const right: Record<string, unknown> = { a: 2 };
  right.self = right;
  refuses(() => assertEquals(left, right), /not equal/);
});

Deno.test("assertNotEquals() and assertStrictEquals() compare", () => {
  assertNotEquals({ a: 1 }, { a: 2 });
  refuses(() => assertNotEquals([1], [1]), /not to be/);
  assertStrictEquals("a", "a");
  refuses(() => assertStrictEquals({}, {}), /not reference-equal/);
  refuses(() => assertStrictEquals(1, 2), /not strictly equal/);
});

Deno.test("assertExists(), assertInstanceOf() narrow", () => {
  assertExists(0);
  refuses(() => assertExists(null), /"null" to not be null/);
  assertInstanceOf(new TypeError("x"), Error);
  refuses(() => assertInstanceOf({}, Date), /instance of "Date" but was "Object"/);
});

Deno.test("assertMatch(), assertNotMatch(), assertStringIncludes() judge text", () => {
  assertMatch("abc", /b/);
  assertNotMatch("abc", /d/);
  assertStringIncludes("abc", "bc");
  refuses(() => assertMatch("abc", /d/), /to match/);
  refuses(() => assertNotMatch("abc", /b/), /to not match/);
  refuses(() => assertStringIncludes("abc", "d"), /to contain: "d"/);
});

Deno.test("assertArrayIncludes() and assertObjectMatch() judge parts", () => {
  assertArrayIncludes([1, { a: 2 }, 3], [{ a: 2 }, 1]);
  refuses(() => assertArrayIncludes([1, 2], [3]), /missing: \[\s*3,?\s*\]/);
  assertObjectMatch({ a: 1, b: { c: 2, d: 3 }, e: [{ f: 1, g: 2 }] }, {
    b: { c: 2 },
    e: [{ f: 1 }],
  });
  refuses(() => assertObjectMatch({ a: 1 }, { a: 2 }), /not equal/);
  refuses(() => assertObjectMatch({ a: 1 }, { b: 1 }), /not equal/);
  refuses(() => assertObjectMatch({ a: [1] }, { a: [1, 2] }), /not equal/);
});

Deno.test("assertGreater() and its kin judge order", () => {
  assertGreater(2, 1);
  assertGreaterOrEqual(2, 2);
  assertLess(1, 2);
  assertLessOrEqual(2, 2);
  refuses(() => assertGreater(1, 1), /Expect 1 > 1/);
  refuses(() => assertGreaterOrEqual(1, 2), /Expect 1 >= 2/);
  refuses(() => assertLess(1, 1), /Expect 1 < 1/);
  refuses(() => assertLessOrEqual(2, 1), /Expect 2 <= 1/);
});

Deno.test("assertThrows() gives the error and judges class and message", () => {
  const thrower = () => {
    throw new RangeError("too far");
  };
  nodeAssert.equal(assertThrows(thrower, RangeError, "far").message, "too far");
  refuses(() => assertThrows(() => 1), /to throw\.$/);
  refuses(() => assertThrows(thrower, TypeError), /instance of "TypeError", but was "RangeError"/);
  refuses(() => assertThrows(thrower, RangeError, "near"), /to include ['"]near['"]/);
});

Deno.test("assertRejects() gives the error and judges class and message", async () => {
  const rejecter = () => Promise.reject(new RangeError("too far"));
  nodeAssert.equal((await assertRejects(rejecter, RangeError, "far")).message, "too far");
  for (
    const attempt of [
      () => assertRejects(() => Promise.resolve(1)),
      () => assertRejects(rejecter, TypeError),
      () => assertRejects(rejecter, RangeError, "near"),
      () =>
        assertRejects(() => {
          throw new Error("sync");
        }),
    ]
  ) await nodeAssert.rejects(attempt, AssertionError);
});

Deno.test("fail() and unreachable() fail", () => {
  refuses(() => fail("why"), /^Failed assertion: why$/);
  refuses(() => unreachable(), /^Unreachable\.$/);
});
