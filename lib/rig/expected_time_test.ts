// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import type { PlannedStep } from "../scenario/types.ts";
import { expectedTime } from "./expected_time.ts";
import { fakeRun } from "./fake_run.ts";

function step(action: string, more: Partial<PlannedStep> = {}): PlannedStep {
  return {
    id: "steps[0]",
    action,
    subject: "",
    params: {},
    templated: false,
    expectations: { anyOrder: false },
    bounds: {},
    save: {},
    children: [],
    span: { file: "a.yaml", start: 0, end: 1 },
    ...more,
  };
}

const sleep = (text: string) => step("sleep", { params: { sleep: text } });

Deno.test("expectedTime() adds up what a run sleeps, wherever it does", () => {
  const silence = step("silence", { params: { silence: "a", for: "200ms" } });
  const run = fakeRun("a", {
    setup: [sleep("1s")],
    steps: [sleep("2s"), silence, step("publish")],
    teardown: [sleep("10ms")],
  });
  assertEquals(expectedTime(run), 3210);
});

Deno.test("expectedTime() multiplies repeated steps, and takes the longest of parallel ones", () => {
  const run = fakeRun("a", {
    steps: [
      step("repeat", { params: { times: 3 }, children: [sleep("1s"), sleep("1s")] }),
      step("parallel", { children: [sleep("1s"), sleep("5s")] }),
    ],
  });
  assertEquals(expectedTime(run), 11_000);
});

Deno.test("expectedTime() counts in the leaders of a cluster", () => {
  const server = { nodes: 3, jetstream: true, websocket: false, tls: false };
  assertEquals(expectedTime(fakeRun("a", { server })), 3000);
  assertEquals(expectedTime(fakeRun("a", { steps: [sleep("${pause}")] })), 0);
});
