// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { assertGolden } from "./golden.ts";
import { json } from "./json.ts";
import { record, sampleSuite, sampleVerdicts, suiteOf } from "./sample.ts";

Deno.test("json writes every outcome", async () => {
  await assertGolden("json.txt", record(json, sampleSuite()).text);
});

Deno.test("json rounds times to microseconds", () => {
  const verdict = { ...sampleVerdicts.retried, elapsed: 21.400000001 };
  const document = JSON.parse(record(json, suiteOf([verdict])).text);
  assertEquals(document.verdicts[0].elapsed, 21.4);
});

Deno.test("json leaves out what is absent", () => {
  const document = JSON.parse(record(json, suiteOf([sampleVerdicts.retried])).text);
  assertEquals(Object.keys(document.verdicts[0]), [
    "id",
    "title",
    "tags",
    "file",
    "outcome",
    "elapsed",
    "attempts",
    "server",
    "problems",
    "steps",
    "output",
  ]);
});
