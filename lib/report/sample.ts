// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the reports' tests share: one suite with every outcome, and a way to record a report. @module */

import type { Problem, Source, StepVerdict, Verdict } from "../scenario/types.ts";
import type { Report, ReportOutput, SuiteEvent, Summary } from "./types.ts";

/** A scenario file that the sample verdicts point into. */
export const sampleSource: Source = {
  path: "scenarios/caching_echo.yaml",
  text: `scenario: Caching echo
steps:
  - request: echo.cached
    by: alice
    send: { message: hi }
    expect: { message: hi, cached: true }
    within: 50ms
`,
};

function problemAt(part: string, problem: Omit<Problem, "severity" | "span">): Problem {
  const start = sampleSource.text.indexOf(part);
  const span = { file: sampleSource.path, start, end: start + part.length };
  return { severity: "error", span, ...problem };
}

const request: StepVerdict = {
  id: "steps[0]",
  outcome: "pass",
  elapsed: 3.1,
  lag: 0.2,
  bounds: { max: 50 },
  headline: 'request "echo.cached" by alice',
  runs: 1,
};

const base: Verdict = {
  id: "echo",
  title: "Echo",
  tags: ["core"],
  file: "scenarios/echo.yaml",
  outcome: "pass",
  elapsed: 21.4,
  attempts: 1,
  server: "2.15.0",
  problems: [],
  steps: [request],
  output: "",
};

/** One verdict of each kind, in input order. */
export const sampleVerdicts = {
  pass: {
    ...base,
    about: "A reply comes back.",
    steps: [request, { ...request, id: "steps[1]", elapsed: 210, bounds: { min: 200, max: 220 } }],
  },
  retried: { ...base, id: "echo/size=16", title: "Echo of 16 B", attempts: 2, steps: [] },
  fail: {
    ...base,
    id: "caching-echo/server=2.15",
    title: "Caching echo",
    file: sampleSource.path,
    outcome: "fail",
    elapsed: 5314.2,
    problems: [
      problemAt("true", {
        outcome: "fail",
        message: "expectation not met",
        label: "expected true, got false",
        notes: ['request "echo.cached" by alice at t=+212.4ms, replied after 3.1ms (within 50ms)'],
      }),
      problemAt("50ms", {
        outcome: "fail",
        message: "too slow",
        label: "took 62.4ms",
        help: "<is it `cached` | warm?>",
      }),
    ],
    steps: [
      { ...request, id: "setup[0]", headline: "print", bounds: {}, elapsed: 0.1 },
      { ...request, outcome: "fail", elapsed: 62.4 },
      { ...request, id: "steps[1]", headline: "parallel", bounds: {}, elapsed: 5100 },
      { ...request, id: "steps[1].parallel[0]", headline: "sleep", bounds: {}, runs: 3 },
    ],
    output: "cache: <cold> & empty\n::warning::not a command\n\u001b[31mred\u001b[0m\n",
  },
  noisy: {
    ...base,
    id: "latency",
    title: "Latency",
    file: sampleSource.path,
    outcome: "noisy",
    attempts: 3,
    problems: [
      problemAt("50ms", {
        outcome: "noisy",
        message: "bound missed by less than the machine's interference",
        label: "took 51.2ms, of which the machine delayed up to 8ms",
      }),
    ],
    steps: [{ ...request, outcome: "noisy", elapsed: 51.2, lag: 8 }],
  },
  error: {
    ...base,
    id: "jetstream/persistence",
    title: "JetStream # persistence",
    file: "scenarios/jetstream.yaml",
    outcome: "error",
    elapsed: 812,
    problems: [{
      severity: "error",
      outcome: "error",
      message: "server n1 ended unexpectedly (exit code 1)",
      file: "scenarios/jetstream.yaml",
    }],
    steps: [],
    serverLog: ["[7] [INF] Starting JetStream", "[7] [FTL] no space left on device ]]>"],
  },
  skip: {
    ...base,
    id: "counters",
    title: "Counters",
    outcome: "skip",
    reason: "needs nats-server >=2.12, found 2.10.29",
    elapsed: 0,
    attempts: 0,
    steps: [],
  },
  known: {
    ...base,
    id: "kv/deleted",
    title: "Deleted keys",
    outcome: "fail",
    knownFailing: true,
    elapsed: 44,
    problems: [{ severity: "error", outcome: "fail", message: "expected nothing, got a marker" }],
    steps: [],
  },
} as const satisfies { readonly [kind: string]: Verdict };

const sampleSummary: Summary = {
  passed: 2,
  failed: 2,
  errors: 1,
  skipped: 1,
  noisy: 1,
  knownFailing: 1,
  elapsed: 6120.5,
  cancelled: false,
};

/** The events of a suite with some verdicts. */
export function suiteOf(
  verdicts: readonly Verdict[],
  summary: Partial<Summary> = {},
): SuiteEvent[] {
  const runs = verdicts.map(({ id, title, file }) => ({ id, title, file }));
  return [
    { kind: "suite-start", runs, server: "nats-server 2.15.0 (cache)" },
    ...verdicts.flatMap((verdict): SuiteEvent[] => [
      { kind: "run-start", id: verdict.id, attempt: 1 },
      { kind: "run-progress", id: verdict.id, step: "request" },
      { kind: "run-end", id: verdict.id },
      { kind: "verdict", verdict },
    ]),
    { kind: "suite-end", summary: { ...sampleSummary, ...summary } },
  ];
}

/** The events of a suite with every kind of verdict. */
export function sampleSuite(): SuiteEvent[] {
  return suiteOf(Object.values(sampleVerdicts));
}

/** What a report wrote. */
export interface Recording {
  readonly text: string;
  readonly summary: string;
}

/** Writes a suite by a report, as in a pipe unless said otherwise. */
export function record(
  report: Report,
  events: readonly SuiteEvent[],
  options: Partial<ReportOutput> = {},
): Recording {
  let text = "";
  let summary = "";
  const writer = report.open({
    write: (part) => text += part,
    summary: (part) => summary += part,
    terminal: false,
    colour: false,
    width: 80,
    source: (path) => path === sampleSource.path ? sampleSource : undefined,
    now: () => 0,
    ...options,
  });
  for (const event of events) writer.handle(event);
  return { text, summary };
}
