// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** From batches of requests to figures, and these as Markdown. @module */

import { baseOf, type ContenderId, contenders, target } from "./app_contender.ts";
import type { AppBatch } from "./app_work.ts";
import { renderMarkdown } from "./client_table.ts";
import { quantile } from "./measure.ts";

/** Figures of requests: of one batch, or medians over several. */
export interface AppFigures {
  /** Requests per second. */
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The responder's CPU time per request, in microseconds. */
  readonly cpuUs: number;
}

/** What one contender did with so many requests in flight. */
export interface AppFigure extends AppFigures {
  readonly contender: ContenderId;
  readonly inFlight: number;
  /** To what it is compared with, where it is: medians of the rounds' ratios. */
  readonly ratios?: AppFigures;
}

/** What a cache costs, in nanoseconds per call: medians. */
export interface CacheCost {
  readonly getNs: number;
  readonly getOrComputeNs: number;
}

/** The batches of all contenders with so many requests in flight, in the order of the rounds. */
export type AppBatches = ReadonlyMap<ContenderId, readonly AppBatch[]>;

/** Medians over batches. */
export function summarizeBatches(inFlight: number, batches: AppBatches): readonly AppFigure[] {
  return contenders.flatMap(({ id: contender }) => {
    const taken = batches.get(contender)?.map(figuresOf);
    if (taken === undefined) return [];
    const base = baseOf(contender);
    const compared = base && batches.get(base)?.map(figuresOf);
    const ratios = compared && taken.flatMap((figures, round) => {
      const other = compared[round];
      return other === undefined ? [] : [ratiosOf(figures, other)];
    });
    return [{
      contender,
      inFlight,
      ...mediansOf(taken),
      ...ratios && { ratios: mediansOf(ratios) },
    }];
  });
}

function figuresOf({ elapsedMs, cpuMs, timesMs }: AppBatch): AppFigures {
  return {
    rate: timesMs.length / elapsedMs * 1000,
    p50Ms: quantile(timesMs, 0.5),
    p99Ms: quantile(timesMs, 0.99),
    cpuUs: cpuMs / timesMs.length * 1000,
  };
}

function ratiosOf(figures: AppFigures, base: AppFigures): AppFigures {
  return {
    rate: figures.rate / base.rate,
    p50Ms: figures.p50Ms / base.p50Ms,
    p99Ms: figures.p99Ms / base.p99Ms,
    cpuUs: figures.cpuUs / base.cpuUs,
  };
}

function mediansOf(all: readonly AppFigures[]): AppFigures {
  const median = (of: keyof AppFigures) => quantile(all.map((each) => each[of]), 0.5);
  return {
    rate: median("rate"),
    p50Ms: median("p50Ms"),
    p99Ms: median("p99Ms"),
    cpuUs: median("cpuUs"),
  };
}

/** The figures as a table; in brackets the ratio to what they are compared with. */
export function renderAppFigures(figures: readonly AppFigure[]): string {
  const head = ["", "in flight", "requests/s", "p50", "p99", "CPU per request"];
  const lines = figures.map((figure) => {
    const { contender, inFlight, ratios } = figure;
    const show = (of: keyof AppFigures, text: string) =>
      ratios === undefined ? text : `${text} (${ratios[of].toFixed(2)})`;
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
  return figures.flatMap(({ contender, inFlight, ratios }) => {
    if (ratios === undefined || !target.contenders.some((id) => id === contender)) return [];
    const measured = ratios.rate;
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
