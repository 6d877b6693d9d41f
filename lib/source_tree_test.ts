// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { declaredExports, importsOf, sourceFiles, withoutComments } from "./source_tree.ts";

const sample = {
  path: "lib/a/b.ts",
  text: `import { one, type Two as Three } from "../c/d.ts";
import type { Four } from "zod";
import { type Five, type Six } from "./e.ts";
import * as all from "node:path";
/**
 * import { notThis } from "./comment.ts";
 */
export * from "./f.ts";
export {
  seven,
} from "./g.ts";
import "./h.ts";
const later = await import("../i.ts"); // import("./not-this.ts")
export const x = 1;
export async function y() {}
export abstract class Z {}
`,
};

Deno.test("importsOf() gives statements, re-exports and calls, and leaves comments out", () => {
  assertEquals(
    importsOf(sample).map(({ target, typeOnly, names, line }) => [target, typeOnly, names, line]),
    [
      ["lib/c/d.ts", false, ["one", "Two"], 1],
      ["zod", true, ["Four"], 2],
      ["lib/a/e.ts", true, ["Five", "Six"], 3],
      ["node:path", false, [], 4],
      ["lib/a/f.ts", false, [], 8],
      ["lib/a/g.ts", false, ["seven"], 9],
      ["lib/a/h.ts", false, [], 12],
      ["lib/i.ts", false, [], 13],
    ],
  );
});

Deno.test("declaredExports() gives declarations of all kinds", () => {
  assertEquals(declaredExports(sample), ["x", "y", "Z"]);
});

Deno.test("withoutComments() keeps texts and positions", () => {
  assertEquals(withoutComments('a("//x"); // y\nb/* z */;'), 'a("//x");     \nb       ;');
});

Deno.test("sourceFiles() finds this file, by its ending", () => {
  const found = sourceFiles("_test.ts").map(({ path }) => path);
  assertEquals(found.filter((path) => path.includes("source_tree")), ["lib/source_tree_test.ts"]);
});
