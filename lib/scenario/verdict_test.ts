// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { runOf, vocabulary } from "./test_fixture.ts";
import type { RunEvent } from "./types.ts";
import { judge } from "./verdict.ts";

type StepEnd = Extract<RunEvent, { kind: "step-end" }>;

const options = { matchers: vocabulary.matchers };
const source = (steps: string, rest = "") =>
  `scenario: T\nactors: { a: {}, b: {} }\nsteps:\n${steps}${rest}`;

function end(step: string, result: Partial<StepEnd> = {}): RunEvent {
  return {
    t: 10,
    kind: "step-end",
    step,
    final: true,
    items: [],
    at: 10,
    elapsed: 5,
    lag: 0,
    ...result,
  };
}

const over: RunEvent = { t: 20, kind: "run-end", elapsed: 20 };

Deno.test("judge() passes a run whose steps met their expectations", () => {
  const run = runOf(source("  - { request: q, by: a, expect: { ok: true }, within: 50ms }\n"));
  const verdict = judge(
    run,
    [end("steps[0]", { items: [{ value: { ok: true } }] }), over],
    options,
  );
  assertEquals([verdict.outcome, verdict.problems, verdict.elapsed], ["pass", [], 20]);
  assertEquals(verdict.steps.map((step) => [step.headline, step.elapsed]), [
    ['request "q" by a', 5],
  ]);
});

Deno.test("judge() points a mismatch at the value that was not met", () => {
  const text = source("  - { request: q, by: a, expect: { ok: true, n: 1 } }\n");
  const items = [{ value: { ok: false, n: 2 } }];
  const { outcome, problems } = judge(runOf(text), [end("steps[0]", { items }), over], options);
  assertEquals(outcome, "fail");
  assertEquals(
    problems.map(({ label, span }) => [label, text.slice(span?.start, span?.end)]),
    [["expected true, got false", "true"], ["expected 1, got 2", "1"]],
  );
  assertEquals(problems[0]?.notes?.[0], 'request "q" by a at t=+5ms, replied after 5ms');
});

Deno.test("judge() calls a bound missed by less than the interference noisy", () => {
  const run = runOf(source("  - { request: q, by: a, within: 50ms }\n"));
  const judged = (elapsed: number, lag: number) =>
    judge(run, [end("steps[0]", { elapsed, lag }), over], options).outcome;
  assertEquals(judged(50, 0), "pass");
  assertEquals(judged(60, 0), "fail");
  assertEquals(judged(60, 9), "fail");
  assertEquals(judged(60, 11), "noisy");
});

Deno.test("judge() never lets noise cover another failure", () => {
  const run = runOf(source("  - { request: q, by: a, within: 50ms, expect: 1 }\n"));
  const result = { elapsed: 60, lag: 100, items: [{ value: 2 }] };
  assertEquals(judge(run, [end("steps[0]", result), over], options).outcome, "fail");
});

Deno.test("judge() tells expected failures from others", () => {
  const run = runOf(source("  - { request: q, by: a, fails: no-responders }\n"));
  const judged = (failure?: StepEnd["failure"]) =>
    judge(run, [end("steps[0]", failure === undefined ? {} : { failure }), over], options);
  assertEquals(judged({ code: "no-responders", message: "nobody" }).outcome, "pass");
  assertEquals(judged().problems[0]?.label, "expected to fail with no-responders, it succeeded");
  assertEquals(judged({ code: "timeout", message: "late" }).outcome, "fail");
  assertEquals(judged({ message: "no such host" }).outcome, "error");
});

Deno.test("judge() gives `error` for a failure that no code names", () => {
  const run = runOf(source("  - { request: q, by: a }\n"));
  const of = (failure: NonNullable<StepEnd["failure"]>) =>
    judge(run, [end("steps[0]", { failure }), over], options).outcome;
  assertEquals(of({ message: "disk full" }), "error");
  assertEquals(of({ code: "timeout", message: "no reply" }), "fail");
});

Deno.test("judge() matches lists in any order by the best assignment", () => {
  const run = runOf(source(
    "  - { subscribe: x, by: a }\n  - { receive: x, expectAll: [$any: true, 1], order: any }\n"
      .replace(
        "$any: true",
        "{ $any: true }",
      ),
  ));
  const judged = (values: readonly number[]) =>
    judge(run, [
      end("steps[0]"),
      end("steps[1]", { items: values.map((value) => ({ value })) }),
      over,
    ], options).outcome;
  assertEquals(judged([1, 2]), "pass");
  assertEquals(judged([2, 1]), "pass");
  assertEquals(judged([2, 3]), "fail");
  assertEquals(judged([1]), "fail");
  assertEquals(judged([1, 2, 3]), "fail");
});

Deno.test("judge() judges the last try of a repeated step, with the variables of then", () => {
  const run = runOf(source(
    "  - { request: q, by: a, save: { id: $ } }\n  - { request: q, by: a, until: 1s, expect: '${id}' }\n",
  ));
  const events = [
    end("steps[0]", { items: [{ value: 7 }] }),
    end("steps[1]", { final: false, items: [{ value: 6 }], variables: { id: 7 } }),
    end("steps[1]", { items: [{ value: 7 }], variables: { id: 7 } }),
    over,
  ];
  assertEquals(judge(run, events, options).outcome, "pass");
});

Deno.test("judge() blames the step that the run's end cut short", () => {
  const text = source("  - { request: q, by: a }\n");
  const { outcome, problems } = judge(runOf(text), [
    { t: 1, kind: "step-start", step: "steps[0]" },
    {
      t: 9,
      kind: "run-end",
      elapsed: 9,
      failure: { message: "nats-server n1 ended unexpectedly" },
    },
  ], options);
  assertEquals([outcome, problems[0]?.message, problems[0]?.notes], [
    "error",
    "nats-server n1 ended unexpectedly",
    ['while request "q" by a was running'],
  ]);
});

Deno.test("judge() compares the output with the golden transcript", () => {
  const run = runOf(source("  - print: hi\n", "output: |\n  hi\n  there\n"));
  const print = (text: string): RunEvent => ({ t: 1, kind: "print", text: text.trimEnd() });
  const judged = (texts: readonly string[]) =>
    judge(run, [...texts.map(print), end("steps[0]"), over], options);
  assertEquals(judged(["hi\n", "there\n"]).outcome, "pass");
  assertEquals(
    judged(["hi\n", "you\n"]).problems[0]?.label,
    'line 2: expected "there", got "you"',
  );
});

Deno.test("judge() calls a log without an end an error", () => {
  const run = runOf(source("  - print: hi\n"));
  assertEquals(judge(run, [end("steps[0]")], options).outcome, "error");
});

Deno.test("judge() reports a message where silence was asked for", () => {
  const run = runOf(source("  - { subscribe: x, by: a }\n  - { silence: x, for: 10ms }\n"));
  const items = [{ value: "psst", subject: "x" }];
  const { problems } = judge(run, [end("steps[0]"), end("steps[1]", { items }), over], options);
  assertEquals(problems.map(({ label }) => label), ['expected silence, got "psst" on x']);
});

Deno.test("judge() keeps a noisy nested step of an earlier round of repeat", () => {
  const run = runOf(source(
    "  - repeat:\n      - parallel:\n          - { request: q, by: a, within: 50ms }\n        until: 5s\n    times: 2\n",
  ));
  const [parent, child] = ["steps[0].repeat[0]", "steps[0].repeat[0].parallel[0]"];
  const start = (step = ""): RunEvent => ({ t: 1, kind: "step-start", step });
  const noisy = { elapsed: 60, lag: 20 };
  const events = [
    // The first round passes with a noisy bound; the second one takes two tries.
    ...[start(parent), start(child), end(child, noisy), end(parent)],
    ...[start(parent), start(child), end(child, { elapsed: 500 }), end(parent, { final: false })],
    ...[start(child), end(child), end(parent)],
    end("steps[0]"),
    over,
  ];
  assertEquals(judge(run, events, options).outcome, "noisy");
});
