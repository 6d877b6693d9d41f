// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { defineAction, nothing } from "../action/types.ts";
import type { Action } from "../action/types.ts";
import { createCodec } from "../codec/mod.ts";
import type { Server } from "../server/types.ts";
import type { RunEnvironment, ShellProcess } from "./environment.ts";
import { runScenario } from "./run.ts";
import { planText, vocabulary } from "./test_fixture.ts";
import type { RunEvent, Verdict } from "./types.ts";
import { judge } from "./verdict.ts";
import { z } from "zod";

/** Actions for tests: one that hangs, one that fails so many times. */
function testActions(): ReadonlyMap<string, Action> {
  let failures = 0;
  const hang = defineAction({
    key: "hang",
    about: "Never ends.",
    example: "- hang: now",
    traits: { actor: "none" },
    schema: z.strictObject({ hang: z.string() }),
    run: (_params, { signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  });
  const flaky = defineAction({
    key: "flaky",
    about: "Fails at first.",
    example: "- flaky: 2",
    traits: { actor: "none" },
    schema: z.strictObject({ flaky: z.int(), expect: z.json().optional() }),
    run: ({ flaky }) => {
      failures++;
      if (failures <= flaky) throw Object.assign(new Error("not yet"), { code: "timeout" });
      return Promise.resolve({ items: [{ value: failures }] });
    },
  });
  const doomed = defineAction({
    key: "doomed",
    about: "Fails later, in the background.",
    example: "- doomed: x",
    traits: { actor: "none" },
    schema: z.strictObject({ doomed: z.string() }),
    run: ({ doomed }, context) => {
      context.background(() => Promise.reject(new Error(doomed)));
      return Promise.resolve(nothing);
    },
  });
  return new Map([...vocabulary.actions, ...[hang, flaky, doomed].map((a) => [a.key, a] as const)]);
}

interface World {
  readonly environment: RunEnvironment;
  /** What was started and ended, in order. */
  readonly story: string[];
  /** Ends the server as if it had crashed. */
  crash(): void;
}

async function world(signal = new AbortController().signal): Promise<World> {
  const story: string[] = [];
  const exit = Promise.withResolvers<{ code: number; signal: string | null }>();
  const node: Pick<Server, "name" | "pid" | "unexpectedExit" | "log"> = {
    name: "n1",
    pid: Deno.pid,
    unexpectedExit: exit.promise,
    log: () => ["[INF] ready", "[FTL] boom"],
  };
  const unused = () => Promise.reject(new Error("not used here"));
  const environment: RunEnvironment = {
    vocabulary: { ...vocabulary, actions: testActions() },
    driver: {
      name: "none",
      features: new Set(),
      options: new Set(),
      open: () => {
        throw new Error("no clients here");
      },
    },
    codec: await createCodec(),
    startApplication: (key) => {
      story.push(`app ${key}`);
      return Promise.resolve({
        [Symbol.asyncDispose]: () => {
          story.push(`app ${key} ends`);
          return Promise.resolve();
        },
      });
    },
    startShell: (command) => Promise.resolve(shell(command, story)),
    startServers: () => {
      story.push("servers");
      return Promise.resolve({
        // Only what the run stage reads of a server.
        nodes: [node as Server],
        urls: ["nats://127.0.0.1:1"],
        version: "2.15.0",
        select: unused,
        ready: unused,
        [Symbol.asyncDispose]: () => {
          story.push("servers end");
          return Promise.resolve();
        },
      });
    },
    signal,
    attempt: 1,
  };
  return { environment, story, crash: () => exit.resolve({ code: 2, signal: null }) };
}

function shell(command: string, story: string[]): ShellProcess {
  story.push(`process ${command}`);
  return {
    stdout: new Blob([`${command} says hi\n`]).stream(),
    stderr: new Blob([]).stream(),
    status: Promise.resolve({ code: 0, signal: null }),
    [Symbol.asyncDispose]: () => {
      story.push(`process ${command} ends`);
      return Promise.resolve();
    },
  };
}

async function perform(
  text: string,
  given?: World,
): Promise<{ events: readonly RunEvent[]; verdict: Verdict; story: readonly string[] }> {
  const { environment, story } = given ?? await world();
  const { plan, diagnostics } = planText(text, { vocabulary: environment.vocabulary });
  const [run] = plan.runs;
  if (run === undefined) throw new Error(JSON.stringify(diagnostics));
  const events = await runScenario(run, environment);
  const verdict = judge(run, events, { matchers: environment.vocabulary.matchers });
  return { events, verdict, story };
}

function printed(events: readonly RunEvent[]): string {
  return events.flatMap((event) => event.kind === "print" ? [event.text.trim()] : []).join(" ");
}

Deno.test("runScenario() starts in order and ends everything in reverse", async () => {
  const { verdict, story } = await perform(
    "scenario: T\nactors:\n  p: { run: cmd }\n  a: { app: still }\nsteps: [{ print: hi }]\n",
  );
  assertEquals(verdict.outcome, "pass");
  assertEquals(story, [
    "servers",
    "app still",
    "process cmd",
    "process cmd ends",
    "app still ends",
    "servers end",
  ]);
});

Deno.test("runScenario() stops at the first step that fails, and tears down all the same", async () => {
  const { events, verdict } = await perform(
    "scenario: T\nsetup: [{ print: a }]\nsteps:\n  - flaky: 9\n  - print: b\nteardown: [{ print: c }]\n",
  );
  assertEquals([verdict.outcome, printed(events)], ["fail", "a c"]);
});

Deno.test("runScenario() repeats a step with `until` until it passes", async () => {
  const { events, verdict } = await perform("scenario: T\nsteps:\n  - { flaky: 2, until: 5s }\n");
  assertEquals(verdict.outcome, "pass");
  const tries = events.flatMap((event) => event.kind === "step-end" ? [event.final] : []);
  assertEquals(tries, [false, false, true]);
});

Deno.test("runScenario() carries saved values and the variables of repeat", async () => {
  const { events } = await perform(
    "scenario: T\nsteps:\n  - { flaky: 0, save: { n: $ } }\n" +
      "  - repeat:\n      - print: ${n}.${i}\n    times: 3\n",
  );
  assertEquals(printed(events), "1.1 1.2 1.3");
});

Deno.test("runScenario() bounds a step that never ends by the scenario's timeout", async () => {
  const { verdict, story } = await perform(
    "scenario: T\ntimeout: 50ms\nsteps:\n  - hang: forever\nteardown: [{ print: c }]\n",
  );
  assertEquals(
    [verdict.outcome, verdict.problems[0]?.message, verdict.problems[0]?.notes, verdict.output],
    [
      "fail",
      "the scenario did not end within 50ms",
      ['while hang "forever" was running'],
      "c\n",
    ],
  );
  assertEquals(story.at(-1), "servers end");
});

Deno.test("runScenario() gives an error with the server's log when a server dies", async () => {
  const given = await world();
  const running = perform("scenario: T\nsteps:\n  - hang: forever\n", given);
  given.crash();
  const { verdict } = await running;
  assertEquals(
    [verdict.outcome, verdict.problems[0]?.message, verdict.serverLog],
    [
      "error",
      "nats-server n1 ended unexpectedly: exit code 2",
      ["n1: [INF] ready", "n1: [FTL] boom"],
    ],
  );
});

Deno.test("runScenario() ends when it is interrupted, and tears down", async () => {
  const controller = new AbortController();
  const given = await world(controller.signal);
  const running = perform(
    "scenario: T\nsteps:\n  - hang: forever\nteardown: [{ print: c }]\n",
    given,
  );
  controller.abort();
  const { verdict, events } = await running;
  assertEquals([verdict.outcome, verdict.problems[0]?.message], ["error", "interrupted"]);
  assertEquals(printed(events), "c");
  assertEquals(given.story.at(-1) ?? "servers end", "servers end");
});

Deno.test("runScenario() fails with the failure of a background task", async () => {
  const { verdict } = await perform(
    "scenario: T\nsteps:\n  - doomed: too late\n  - hang: forever\n",
  );
  assertEquals(
    [verdict.outcome, verdict.problems[0]?.message],
    ["error", 'doomed "too late": too late'],
  );
});

Deno.test("runScenario() runs the branches of parallel beside each other", async () => {
  const { verdict, events } = await perform(
    "scenario: T\nsteps:\n  - parallel:\n      - { sleep: 60ms }\n      - { print: quick }\n",
  );
  assertEquals(verdict.outcome, "pass");
  const kinds = events.flatMap((event) =>
    event.kind === "print" || event.kind === "step-end" ? [`${event.step} ${event.kind}`] : []
  );
  assertEquals(kinds, [
    "steps[0].parallel[1] print",
    "steps[0].parallel[1] step-end",
    "steps[0].parallel[0] step-end",
    "steps[0] step-end",
  ]);
});

Deno.test("runScenario() waits for processes where there is a golden transcript", async () => {
  const { verdict } = await perform(
    "scenario: T\nactors: { p: { run: cmd } }\nsteps: [{ sleep: 1ms }]\noutput: |\n  cmd says hi\n",
  );
  assertEquals(verdict.outcome, "pass");
});

Deno.test("runScenario() gives the events in the order of time", async () => {
  const { events } = await perform("scenario: T\nsteps: [{ print: a }, { print: b }]\n");
  const times = events.map((event) => event.t);
  assertEquals(times, times.toSorted((a, b) => a - b));
  assertEquals([events[0]?.kind, events.at(-1)?.kind], ["run-start", "run-end"]);
});

Deno.test("runScenario() does not go on where a nested step did not pass", async () => {
  const { events, verdict } = await perform(
    "scenario: T\nsteps:\n  - repeat:\n      - flaky: 1\n      - print: once ${i}\n    times: 3\n" +
      "  - print: after\n",
  );
  assertEquals([verdict.outcome, printed(events)], ["fail", ""]);
  assertEquals(verdict.steps.map(({ outcome }) => outcome), ["fail", "fail"]);
});

Deno.test("runScenario() counts only the last try of nested steps that `until` repeats", async () => {
  const { events, verdict } = await perform(
    "scenario: T\nsteps:\n  - parallel:\n      - { flaky: 2, expect: 3 }\n    until: 5s\n" +
      "  - print: after\n",
  );
  assertEquals([verdict.outcome, printed(events)], ["pass", "after"]);
  assertEquals(verdict.steps.map(({ runs }) => runs), [1, 1, 1]);
});
