// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** JUnit's XML, as CI systems read it. @module */

import type { StepVerdict, Verdict } from "../scenario/types.ts";
import { explain, oneLine, setAside } from "./explain.ts";
import { renderMeasure, roundMs } from "./measure.ts";
import type { Report, ReportOutput, Summary } from "./types.ts";

/**
 * One `testsuites` document, a `testsuite` per file, a `testcase` per scenario with every step's
 * time beside its bounds. Noisy and known failures are skipped ones with a message.
 */
export const junit: Report = {
  key: "junit",
  about: "JUnit XML: a test suite per file, a test case per scenario.",
  open: (output) => {
    const verdicts: Verdict[] = [];
    return {
      handle: (event) => {
        if (event.kind === "verdict") verdicts.push(event.verdict);
        if (event.kind === "suite-end") {
          output.write(renderDocument(verdicts, event.summary, output));
        }
      },
    };
  },
};

function renderDocument(
  verdicts: readonly Verdict[],
  summary: Summary,
  output: ReportOutput,
): string {
  const suites = Map.groupBy(verdicts, (verdict) => verdict.file);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="natsrig"${counts(verdicts)} time="${seconds(summary.elapsed)}">`,
    ...[...suites].flatMap(([file, members]) => [
      `  <testsuite name="${attribute(file)}"${counts(members)} time="${seconds(total(members))}">`,
      ...members.flatMap((verdict) => testCase(verdict, output)),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function counts(verdicts: readonly Verdict[]): string {
  const skipped = verdicts.filter((verdict) => setAside(verdict) !== undefined);
  const judged = verdicts.filter((verdict) => setAside(verdict) === undefined);
  const failures = judged.filter((verdict) => verdict.outcome === "fail").length;
  const errors = judged.filter((verdict) => verdict.outcome === "error").length;
  return ` tests="${verdicts.length}" failures="${failures}" errors="${errors}"` +
    ` skipped="${skipped.length}"`;
}

function total(verdicts: readonly Verdict[]): number {
  return verdicts.reduce((sum, verdict) => sum + verdict.elapsed, 0);
}

function testCase(verdict: Verdict, output: ReportOutput): string[] {
  const head = `name="${attribute(verdict.id)}" classname="${attribute(verdict.file)}"` +
    ` time="${seconds(verdict.elapsed)}"`;
  return [
    `    <testcase ${head}>`,
    ...properties(verdict),
    ...result(verdict, output),
    ...element("system-out", verdict.output),
    ...element("system-err", (verdict.serverLog ?? []).join("\n")),
    "    </testcase>",
  ];
}

function properties(verdict: Verdict): string[] {
  const named: [name: string, value: string][] = [
    ["title", verdict.title],
    ...verdict.server === undefined ? [] : [["server", verdict.server] satisfies [string, string]],
    ["attempts", String(verdict.attempts)],
    ...verdict.steps.map((step): [string, string] => [step.id, describeStep(step)]),
  ];
  return [
    "      <properties>",
    ...named.map(([name, value]) =>
      `        <property name="${attribute(name)}" value="${attribute(value)}"/>`
    ),
    "      </properties>",
  ];
}

function describeStep(step: StepVerdict): string {
  return `${step.outcome}: ${step.headline}, ${renderMeasure(step)}, lag ${roundMs(step.lag)}ms`;
}

function result(verdict: Verdict, output: ReportOutput): string[] {
  const aside = setAside(verdict);
  if (aside !== undefined) return [`      <skipped message="${attribute(aside)}"/>`];
  if (verdict.outcome === "pass") return [];
  const tag = verdict.outcome === "error" ? "error" : "failure";
  const message = attribute(oneLine(verdict.problems[0]));
  return [
    `      <${tag} message="${message}" type="${verdict.outcome}">${
      content(explain(verdict, output))
    }</${tag}>`,
  ];
}

function element(tag: string, text: string): string[] {
  return text === "" ? [] : [`      <${tag}>${content(text)}</${tag}>`];
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** What XML 1.0 has no way to write. */
// deno-lint-ignore no-control-regex -- these are the characters to be left out
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const entities: { readonly [char: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

function content(text: string): string {
  return escape(text, /[&<>\r]/g);
}

function attribute(text: string): string {
  return escape(text, /[&<>"\n\r\t]/g);
}

function escape(text: string, special: RegExp): string {
  return text.toWellFormed().replace(illegal, "").replace(special, (char) => entities[char] ?? "");
}
