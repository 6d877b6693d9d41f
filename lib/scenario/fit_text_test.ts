// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { fitTexts } from "./fit_text.ts";
import { z } from "zod";

const schema = z.strictObject({
  put: z.string(),
  revision: z.int().optional(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  send: z.json().optional(),
});

Deno.test("fitTexts() writes numbers out where text is wanted, and nowhere else", () => {
  const written = {
    put: "${n}",
    revision: "${n}",
    headers: { one: "${n}", list: ["a", "${yes}"] },
    send: { n: "${n}" },
  };
  const filled = {
    put: 7,
    revision: 7,
    headers: { one: 7, list: ["a", true] },
    send: { n: 7 },
  };
  assertEquals(fitTexts(schema, written, filled), {
    put: "7",
    revision: 7,
    headers: { one: "7", list: ["a", "true"] },
    send: { n: 7 },
  });
});

Deno.test("fitTexts() leaves what the scenario itself has wrong", () => {
  const wrong = { put: 7, revision: "x" };
  assertEquals(fitTexts(schema, wrong, wrong), wrong);
  const mapping = { put: { n: 1 } };
  assertEquals(fitTexts(schema, { put: "${n}" }, mapping), mapping);
});
