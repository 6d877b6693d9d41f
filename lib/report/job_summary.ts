// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A suite as GitHub's job summary. @module */

import type { Verdict } from "../scenario/types.ts";
import { visible } from "../scenario/visible.ts";
import { formatSeconds, isBounded, renderMeasure, tightness } from "./measure.ts";
import { attemptNote } from "./scenario_block.ts";
import { countLine } from "./text.ts";
import type { Summary } from "./types.ts";

/** GitHub drops a summary of more than 1 MiB; characters of up to four bytes stay below it. */
const longestPart = 20_000;
const longestDetails = 180_000;
const mostRows = 500;

/** Markdown: a table of the scenarios, and what went wrong, folded. */
export function jobSummary(
  verdicts: readonly Verdict[],
  summary: Summary,
  explain: (verdict: Verdict) => string,
): string {
  const rows = verdicts.slice(0, mostRows).map(row);
  const more = verdicts.length - rows.length;
  return [
    `### natsrig: ${countLine(summary)}${summary.cancelled ? " (cancelled)" : ""}`,
    "",
    ...rows.length === 0
      ? []
      : ["| | Scenario | Tightest bound | Time |", "| --- | --- | --- | ---: |", ...rows, ""],
    ...more > 0 ? [`and ${more} more`, ""] : [],
    ...details(verdicts, explain),
    "",
  ].join("\n");
}

function row(verdict: Verdict): string {
  const [tightest] = verdict.steps.filter(isBounded).toSorted((a, b) =>
    tightness(b) - tightness(a)
  );
  const measure = tightest === undefined ? "" : renderMeasure(tightest);
  const note = verdict.reason ?? attemptNote(verdict);
  const name = `${inline(verdict.title)} <sub>${inline(verdict.id)}</sub>`;
  const scenario = note === undefined ? name : `${name}<br>${inline(note)}`;
  const time = verdict.outcome === "skip" ? "" : formatSeconds(verdict.elapsed);
  return `| ${markOf(verdict)} | ${scenario} | ${measure} | ${time} |`;
}

function markOf(verdict: Verdict): string {
  if (verdict.knownFailing === true) return "known to fail";
  return { pass: "✅", fail: "❌", error: "💥", noisy: "〰️ noisy", skip: "⏭️" }[verdict.outcome];
}

function details(verdicts: readonly Verdict[], explain: (verdict: Verdict) => string): string[] {
  const lines: string[] = [];
  let length = 0;
  const explained = verdicts.filter((verdict) => verdict.problems.length > 0);
  for (const [index, verdict] of explained.entries()) {
    if (length > longestDetails) {
      return [...lines, `and ${explained.length - index} more, in the log`, ""];
    }
    const block = detail(verdict, shorten(explain(verdict)));
    length += block.join("\n").length;
    lines.push(...block);
  }
  return lines;
}

function detail(verdict: Verdict, text: string): string[] {
  const fence = fenceFor(text);
  const open = verdict.knownFailing === true || verdict.outcome === "noisy" ? "" : " open";
  // Within an HTML element Markdown's escapes would be shown.
  const title = html(`${verdict.title} (${verdict.id})`);
  return [
    `<details${open}><summary>${title}</summary>`,
    "",
    `${fence}text`,
    text,
    fence,
    "",
    "</details>",
    "",
  ];
}

function shorten(text: string): string {
  return text.length <= longestPart ? text : `${text.slice(0, longestPart)}\n… shortened`;
}

/** Longer than any run of backticks in the text. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(longest + 1);
}

const markup: { readonly [char: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text within a line of Markdown, nothing in it taken for markup. */
function inline(text: string): string {
  return html(text).replace(/[\\`*_{}\[\]()+!|~]/g, "\\$&");
}

function html(text: string): string {
  return visible(text).replace(/[&<>]/g, (char) => markup[char] ?? char);
}
