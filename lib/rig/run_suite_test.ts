// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import type { SuiteEvent } from "../report/types.ts";
import type { Outcome, PlannedRun } from "../scenario/types.ts";
import { fakeRun, fakeVerdict } from "./fake_run.ts";
import { parseKnownFailing } from "./known_failing.ts";
import { cancellation, type Perform, runSuite, type RunSuiteOptions } from "./run_suite.ts";

type Setup = Partial<RunSuiteOptions> & { readonly perform: Perform };

async function suite(runs: readonly PlannedRun[], setup: Setup) {
  const events: SuiteEvent[] = [];
  const result = await runSuite({ runs, sources: [] }, {
    jobs: 1,
    signal: new AbortController().signal,
    handle: (event) => void events.push(event),
    ...setup,
  });
  return { ...result, events };
}

function outcomes(by: { readonly [id: string]: Outcome }): Perform {
  return (run) => Promise.resolve(fakeVerdict(run, by[run.id] ?? "pass"));
}

function verdictLines(events: readonly SuiteEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === "verdict" ? [`${event.verdict.id} ${event.verdict.outcome}`] : []
  );
}

Deno.test("runSuite() hands on verdicts in input order although later runs end first", async () => {
  const first = Promise.withResolvers<void>();
  const { events } = await suite(["a", "b", "c"].map((id) => fakeRun(id)), {
    jobs: 2,
    perform: async (run) => {
      if (run.id === "a") await first.promise;
      if (run.id === "c") first.resolve();
      return fakeVerdict(run, "pass");
    },
  });
  assertEquals(
    events.filter(({ kind }) => kind === "run-end").map((event) => "id" in event && event.id),
    ["b", "c", "a"],
  );
  assertEquals(verdictLines(events), ["a pass", "b pass", "c pass"]);
});

Deno.test("runSuite() starts a long run first where it has several jobs", async () => {
  const cluster = { nodes: 3, jetstream: true, websocket: false, tls: false };
  const runs = [fakeRun("a"), fakeRun("b"), fakeRun("c", { server: cluster })];
  const started = async (jobs: number) => {
    const ids: string[] = [];
    const { events } = await suite(runs, {
      jobs,
      perform: (run) => {
        ids.push(run.id);
        return Promise.resolve(fakeVerdict(run, "pass"));
      },
    });
    assertEquals(verdictLines(events), ["a pass", "b pass", "c pass"]);
    return ids;
  };
  assertEquals(await started(2), ["c", "a", "b"]);
  assertEquals(await started(1), ["a", "b", "c"]);
});

Deno.test("runSuite() performs as many runs at a time as it has jobs, and no more", async () => {
  const full = Promise.withResolvers<void>();
  let now = 0;
  let most = 0;
  await suite(Array.from({ length: 9 }, (_, index) => fakeRun(`r${index}`)), {
    jobs: 3,
    perform: async (run) => {
      most = Math.max(most, ++now);
      if (now === 3) full.resolve();
      await full.promise;
      now -= 1;
      return fakeVerdict(run, "pass");
    },
  });
  assertEquals(most, 3);
});

Deno.test("runSuite() lets another run take the place of one that rests", async () => {
  const runs = ["a", "b", "c"].map((id) => fakeRun(id));
  const others = Promise.withResolvers<void>();
  let ended = 0;
  const { summary } = await suite(runs, {
    jobs: 2,
    perform: async (run, { rest }) => {
      if (run.id === "a") {
        rest?.(true);
        await others.promise;
        rest?.(false);
      } else if (run.id === "b") await others.promise;
      else if (++ended === 1) others.resolve();
      return fakeVerdict(run, "pass");
    },
  });
  assertEquals(summary.passed, 3);
});

Deno.test("runSuite() begins with what will run and ends with the counts", async () => {
  const runs = ["a", "b", "c", "d", "e"].map((id) => fakeRun(id, { retries: 0 }));
  const { events, summary } = await suite(runs, {
    perform: outcomes({ b: "fail", c: "error", d: "skip", e: "noisy" }),
    server: "nats-server 2.15.0 (cache)",
    now: () => 7,
  });
  assertEquals(events[0], {
    kind: "suite-start",
    runs: runs.map(({ id }) => ({ id, title: `Title of ${id}`, file: `${id}.yaml` })),
    server: "nats-server 2.15.0 (cache)",
  });
  assertEquals(events.at(-1), { kind: "suite-end", summary });
  assertEquals(summary, {
    passed: 1,
    failed: 2,
    errors: 1,
    skipped: 1,
    noisy: 1,
    knownFailing: 0,
    elapsed: 0,
    cancelled: false,
  });
});

Deno.test("runSuite() tries a noisy run again until it is not, and counts the tries", async () => {
  const tries: number[] = [];
  const { verdicts } = await suite([fakeRun("a", { retries: 2 })], {
    perform: (run, { number }) => {
      tries.push(number);
      return Promise.resolve(fakeVerdict(run, number < 3 ? "noisy" : "pass"));
    },
  });
  assertEquals(tries, [1, 2, 3]);
  assertEquals(verdicts.map(({ outcome, attempts }) => ({ outcome, attempts })), [
    { outcome: "pass", attempts: 3 },
  ]);
});

Deno.test("runSuite() leaves a run noisy that stays so through its retries", async () => {
  const { verdicts, summary } = await suite([fakeRun("a", { retries: 1 })], {
    perform: outcomes({ a: "noisy" }),
  });
  assertEquals(verdicts.map(({ outcome, attempts }) => ({ outcome, attempts })), [
    { outcome: "noisy", attempts: 2 },
  ]);
  assertEquals([summary.noisy, summary.failed, summary.passed], [1, 0, 0]);
});

Deno.test("runSuite() does not try a failed run again", async () => {
  const { verdicts } = await suite([fakeRun("a")], { perform: outcomes({ a: "fail" }) });
  assertEquals(verdicts[0]?.attempts, 1);
});

Deno.test("runSuite() starts nothing more after a failure with failFast", async () => {
  const performed: string[] = [];
  const { verdicts } = await suite(["a", "b", "c"].map((id) => fakeRun(id)), {
    failFast: true,
    perform: (run) => {
      performed.push(run.id);
      return Promise.resolve(fakeVerdict(run, run.id === "b" ? "fail" : "pass"));
    },
  });
  assertEquals(performed, ["a", "b"]);
  assertEquals(verdicts.map(({ outcome }) => outcome), ["pass", "fail", "skip"]);
  assertEquals(verdicts[2]?.reason, "not run: b failed (--fail-fast)");
});

Deno.test("runSuite() goes on after a known failure with failFast", async () => {
  const { summary } = await suite(["a", "b"].map((id) => fakeRun(id)), {
    failFast: true,
    knownFailing: parseKnownFailing({ path: "known.txt", text: "a\n" }),
    perform: outcomes({ a: "fail" }),
  });
  assertEquals([summary.passed, summary.failed, summary.knownFailing], [1, 0, 1]);
});

Deno.test("runSuite() fails a run that passes though it is listed as known to fail", async () => {
  const { verdicts, summary } = await suite([fakeRun("kv/get")], {
    knownFailing: parseKnownFailing({ path: "known.txt", text: "# later\nkv/*\n" }),
    perform: outcomes({}),
  });
  assertEquals(summary.failed, 1);
  assertEquals(verdicts[0]?.problems, [{
    outcome: "fail",
    severity: "error",
    message: "passed though listed as known to fail",
    span: { file: "known.txt", start: 8, end: 12 },
    help: "take it off the list",
  }]);
});

Deno.test("runSuite() skips what a cancellation ends or keeps from starting", async () => {
  const stop = new AbortController();
  const { verdicts, summary } = await suite(["a", "b", "c"].map((id) => fakeRun(id)), {
    signal: stop.signal,
    perform: (run, { signal }) => {
      if (run.id === "a") return Promise.resolve(fakeVerdict(run, "pass"));
      stop.abort(cancellation("SIGINT"));
      return Promise.resolve(fakeVerdict(run, signal.aborted ? "error" : "pass"));
    },
  });
  assertEquals(verdicts.map(({ outcome, reason }) => [outcome, reason]), [
    ["pass", undefined],
    ["skip", "cancelled (SIGINT)"],
    ["skip", "cancelled (SIGINT)"],
  ]);
  assertEquals([summary.cancelled, summary.failed, summary.skipped], [true, 0, 2]);
});

Deno.test("runSuite() does not try a noisy run again once it is cancelled", async () => {
  const stop = new AbortController();
  let tries = 0;
  await suite([fakeRun("a")], {
    signal: stop.signal,
    perform: (run) => {
      tries += 1;
      stop.abort(cancellation("SIGTERM"));
      return Promise.resolve(fakeVerdict(run, "noisy"));
    },
  });
  assertEquals(tries, 1);
});

Deno.test("runSuite() lets runs under way end before it throws what perform threw", async () => {
  const failed = Promise.withResolvers<void>();
  let ended = false;
  await assertRejects(
    () =>
      suite(["a", "b"].map((id) => fakeRun(id)), {
        jobs: 2,
        perform: async (run, { signal }) => {
          if (run.id === "a") {
            failed.resolve();
            throw new RangeError("broken rig");
          }
          await failed.promise;
          if (!signal.aborted) {
            await new Promise((resolve) => signal.addEventListener("abort", resolve));
          }
          ended = true;
          return fakeVerdict(run, "error");
        },
      }),
    RangeError,
    "broken rig",
  );
  assertEquals(ended, true);
});

Deno.test("runSuite() tells of the step that runs", async () => {
  const { events } = await suite([fakeRun("a")], {
    perform: (run, { progress }) => {
      progress("request echo");
      return Promise.resolve(fakeVerdict(run, "pass"));
    },
  });
  assertEquals(events.map((event) => event.kind), [
    "suite-start",
    "run-start",
    "run-progress",
    "run-end",
    "verdict",
    "suite-end",
  ]);
  assertEquals(events[2], { kind: "run-progress", id: "a", step: "request echo" });
});
