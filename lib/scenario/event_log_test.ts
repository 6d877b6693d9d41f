// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { fromNdjson, maskDeep, toNdjson } from "./event_log.ts";
import { runOf, vocabulary } from "./test_fixture.ts";
import type { RunEvent } from "./types.ts";
import { judge } from "./verdict.ts";

const events: readonly RunEvent[] = [
  { t: 0, kind: "run-start", id: "test", attempt: 1 },
  {
    t: 1.5,
    step: "steps[0]",
    actor: "a",
    kind: "message",
    subject: "x",
    data: new Uint8Array([104, 105]),
    size: 2,
  },
  {
    t: 2,
    actor: "a",
    kind: "message",
    subject: "x",
    data: new Uint8Array([255, 0]),
    size: 2,
  },
  { t: 3, kind: "run-end", elapsed: 3 },
];

Deno.test("toNdjson() writes bytes as text where they are text", () => {
  const lines = toNdjson("test", events).trimEnd().split("\n");
  assertEquals(
    lines[1],
    '{"run":"test","t":1.5,"step":"steps[0]","actor":"a","kind":"message","subject":"x",' +
      '"data":{"$text":"hi"},"size":2}',
  );
  assertEquals(lines[2]?.includes('"data":{"$base64":"/wA="}'), true);
});

Deno.test("fromNdjson() gives back what toNdjson() wrote", () => {
  assertEquals(fromNdjson(toNdjson("test", events)).get("test"), events);
});

Deno.test("a verdict can be made again from the recorded events alone", () => {
  const run = runOf(
    "scenario: T\nactors: { a: {} }\nsteps:\n  - { request: q, expect: { n: 1 }, within: 1s }\n",
  );
  const log: readonly RunEvent[] = [
    { t: 0, kind: "run-start", id: "test", attempt: 1 },
    {
      t: 4,
      step: "steps[0]",
      kind: "step-end",
      final: true,
      items: [{ value: '{"n":2}', untyped: true, size: 7 }],
      at: 4,
      elapsed: 3,
      lag: 0,
    },
    { t: 5, kind: "run-end", elapsed: 5 },
  ];
  const options = { matchers: vocabulary.matchers };
  const again = fromNdjson(toNdjson("test", log)).get("test") ?? [];
  assertEquals(judge(run, again, options), judge(run, log, options));
  assertEquals(judge(run, again, options).outcome, "fail");
});

Deno.test("maskDeep() masks texts and bytes alike", () => {
  const secret = new TextEncoder().encode("say s3cret!");
  const masked = maskDeep({ a: ["x s3cret"], b: secret }, ["s3cret"]);
  assertEquals(masked.a, ["x ****"]);
  assertEquals(new TextDecoder().decode(masked.b), "say ****!");
});

Deno.test("toNdjson() masks no word of the rig itself", () => {
  const step = { t: 1, step: "steps[0]", actor: "al", kind: "print", text: "set" } as const;
  assertEquals(
    toNdjson("test", [step], ["s", "t"]),
    '{"run":"test","t":1,"step":"steps[0]","actor":"al","kind":"print","text":"****e****"}\n',
  );
});
