// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Counting outcomes over many rounds. @module */

import { renderTable } from "./measure.ts";
import { z } from "zod";

/** What the soak reads of the JSON report. */
const reportSchema = z.object({
  verdicts: z.array(z.object({
    id: z.string(),
    outcome: z.enum(["pass", "fail", "noisy", "error", "skip"]),
    attempts: z.number(),
    elapsed: z.number(),
    problems: z.array(z.object({ message: z.string(), label: z.string().optional() })),
  })),
});

/** One scenario's verdict in one round. */
export type RoundVerdict = z.infer<typeof reportSchema>["verdicts"][number];

const outcomes = ["pass", "noisy", "fail", "error", "skip"] as const;

/** The counts of one scenario, or of all of them. */
export type Counts =
  & { readonly [outcome in RoundVerdict["outcome"]]: number }
  & { readonly retries: number };

/**
 * Reads a JSON report.
 *
 * @throws {SyntaxError} where it is no JSON, `z.ZodError` where it is no report
 */
export function parseRound(json: string): readonly RoundVerdict[] {
  return reportSchema.parse(JSON.parse(json)).verdicts;
}

/** The counts of verdicts. */
export function count(verdicts: readonly RoundVerdict[]): Counts {
  const of = (outcome: RoundVerdict["outcome"]) =>
    verdicts.filter((verdict) => verdict.outcome === outcome).length;
  return {
    pass: of("pass"),
    noisy: of("noisy"),
    fail: of("fail"),
    error: of("error"),
    skip: of("skip"),
    retries: verdicts.reduce((sum, { attempts }) => sum + Math.max(0, attempts - 1), 0),
  };
}

/** A table of the counts by scenario, and their sum. */
export function renderTally(verdicts: readonly RoundVerdict[]): string {
  const row = (name: string, some: readonly RoundVerdict[]) => {
    const counts = count(some);
    const longest = Math.max(0, ...some.map(({ elapsed }) => elapsed));
    return [
      name,
      ...[...outcomes, "retries" as const].map((key) => `${counts[key]}`),
      `${(longest / 1000).toFixed(2)} s`,
    ];
  };
  return renderTable([
    ["scenario", ...outcomes, "retries", "longest"],
    ...[...Map.groupBy(verdicts, ({ id }) => id)].map(([id, some]) => row(id, some)),
    row("all", verdicts),
  ]);
}
