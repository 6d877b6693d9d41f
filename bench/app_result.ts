// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** From batches of requests to figures, and these as Markdown. @module */

import { baseOf, type ContenderId, contenders, target } from "./app_contender.ts";
import type { AppBatch } from "./app_work.ts";
import { renderMarkdown } from "./client_table.ts";
import { quantile } from "./measure.ts";

/** What one contender did with so many requests in flight: medians over its batches. */
export interface AppFigure {
  readonly contender: ContenderId;
  readonly inFlight: number;
  /** Requests per second. */
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The responder's CPU time per request, in microseconds. */
  readonly cpuUs: number;
}

/** What a cache costs, in nanoseconds per call: medians. */
export interface CacheCost {
  readonly getNs: number;
  readonly getOrComputeNs: number;
}

/** Medians over batches. */
export function summarizeBatches(
  of: Pick<AppFigure, "contender" | "inFlight">,
  batches: readonly AppBatch[],
): AppFigure {
  const median = (take: (batch: AppBatch) => number) => quantile(batches.map(take), 0.5);
  return {
    ...of,
    rate: median(({ elapsedMs, timesMs }) => timesMs.length / elapsedMs * 1000),
    p50Ms: median(({ timesMs }) => quantile(timesMs, 0.5)),
    p99Ms: median(({ timesMs }) => quantile(timesMs, 0.99)),
    cpuUs: median(({ cpuMs, timesMs }) => cpuMs / timesMs.length * 1000),
  };
}

/** The figure that another one is compared with. */
function comparedWith(figure: AppFigure, figures: readonly AppFigure[]): AppFigure | undefined {
  const base = baseOf(figure.contender);
  return figures.find(({ contender, inFlight }) =>
    contender === base && inFlight === figure.inFlight
  );
}

/** The figures as a table; in brackets the ratio to what they are compared with. */
export function renderAppFigures(figures: readonly AppFigure[]): string {
  const head = ["", "in flight", "requests/s", "p50", "p99", "CPU per request"];
  const lines = figures.map((figure) => {
    const { contender, inFlight } = figure;
    const compared = comparedWith(figure, figures);
    const show = (of: "rate" | "p50Ms" | "p99Ms" | "cpuUs", text: string) =>
      compared === undefined ? text : `${text} (${(figure[of] / compared[of]).toFixed(2)})`;
    return [
      titleOf(contender),
      `${inFlight}`,
      show("rate", figure.rate.toFixed(0)),
      show("p50Ms", `${figure.p50Ms.toFixed(3)} ms`),
      show("p99Ms", `${figure.p99Ms.toFixed(3)} ms`),
      show("cpuUs", `${figure.cpuUs.toFixed(1)} µs`),
    ];
  });
  return renderMarkdown([head, ...lines]);
}

/** Whether a contender is quick enough, with so many requests in flight. */
export interface AppJudged {
  readonly contender: ContenderId;
  readonly inFlight: number;
  readonly measured: number;
  readonly met: boolean;
}

/** Judges rates by those of what they are compared with. */
export function judgeApp(figures: readonly AppFigure[]): readonly AppJudged[] {
  return figures.flatMap((figure) => {
    const { contender, inFlight, rate } = figure;
    const compared = comparedWith(figure, figures);
    if (compared === undefined || !target.contenders.some((id) => id === contender)) return [];
    const measured = rate / compared.rate;
    return [{ contender, inFlight, measured, met: measured >= target.limit }];
  });
}

/** The targets as a table. */
export function renderAppJudged(judged: readonly AppJudged[]): string {
  const lines = judged.map(({ contender, inFlight, measured, met }) => [
    `${titleOf(contender)}, ${inFlight} in flight: rate to nats.js`,
    `≥ ${target.limit.toFixed(2)}`,
    measured.toFixed(2),
    met ? "met" : "missed",
  ]);
  return renderMarkdown([["target", "limit", "measured", ""], ...lines]);
}

function titleOf(contender: ContenderId): string {
  return contenders.find(({ id }) => id === contender)?.title ?? contender;
}

/** What a cache costs, as a sentence. */
export function renderCacheCost({ getNs, getOrComputeNs }: CacheCost): string {
  return `A hit of the cache in memory takes ${getNs.toFixed(0)} ns by \`get\`, ` +
    `${getOrComputeNs.toFixed(0)} ns by \`getOrCompute\` and its \`await\`.`;
}
