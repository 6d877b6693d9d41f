// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Figures as Markdown. @module */

import type { Contender, ContenderId } from "./client_contender.ts";
import { type Cell, type Figure, figureOf } from "./client_result.ts";
import { rows } from "./client_row.ts";

/** What the ratios are to: the first of these that took part. */
const bases: readonly ContenderId[] = ["original", "node-in-deno", "node"];

/** What a contender is compared with, where something is there for it. */
export function baseOf(contenders: readonly Contender[]): ContenderId | undefined {
  return bases.find((base) => contenders.some(({ id }) => id === base));
}

/** All figures: rates, times of operations, CPU time, memory. */
export function renderTables(cells: readonly Cell[], contenders: readonly Contender[]): string {
  const base = baseOf(contenders);
  const table = (title: string, some: readonly Cell[], show: Show) =>
    some.length === 0 ? [] : [`### ${title}\n\n${renderTable(some, { contenders, base, show })}`];
  const timed = cells.filter(({ figures }) => figures.some(({ latency }) => latency));
  const remembered = cells.filter(({ figures }) => figures.some(({ peakBytes }) => peakBytes));
  return [
    ...table("Operations per second", cells, ({ rate }) => [rate, renderCount(rate)]),
    ...table("Time of an operation, median", timed, ({ latency }) => {
      return latency && [latency.p50Ms, renderMilliseconds(latency.p50Ms)];
    }),
    ...table("Time of an operation, 99th percentile", timed, ({ latency }) => {
      return latency && [latency.p99Ms, renderMilliseconds(latency.p99Ms)];
    }),
    ...table("CPU time per operation, µs", cells, ({ cpuUs }) => [cpuUs, renderDigits(cpuUs)]),
    ...table("Peak memory of the process, MiB", remembered, ({ peakBytes }) => {
      return peakBytes === undefined
        ? undefined
        : [peakBytes, `${Math.round(peakBytes / 2 ** 20)}`];
    }),
  ].join("\n");
}

/** A figure's number, and how it is shown. */
type Show = (figure: Figure) => readonly [number, string] | undefined;

function renderTable(
  cells: readonly Cell[],
  { contenders, base, show }: {
    readonly contenders: readonly Contender[];
    readonly base: ContenderId | undefined;
    readonly show: Show;
  },
): string {
  const head = ["", "payload", ...contenders.map(({ title }) => title)];
  const lines = cells.map((cell) => {
    const shown = (id: ContenderId) => {
      const figure = figureOf(cell, id);
      return figure && show(figure);
    };
    const compared = base && shown(base);
    return [
      titleOf(cell),
      renderSize(cell.size),
      ...contenders.map(({ id }) => {
        const value = shown(id);
        if (value === undefined) return "";
        if (compared === undefined || id === base) return value[1];
        return `${value[1]} (${(value[0] / compared[0]).toFixed(2)})`;
      }),
    ];
  });
  return renderMarkdown([head, ...lines]);
}

/** A Markdown table, its columns aligned as the formatter wants them. */
export function renderMarkdown([head = [], ...lines]: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...lines.map((line) => line[column]?.length ?? 0))
  );
  const draw = (line: readonly string[]) =>
    `| ${widths.map((width, column) => (line[column] ?? "").padEnd(width)).join(" | ")} |\n`;
  return [draw(head), draw(widths.map((width) => "-".repeat(width))), ...lines.map(draw)].join("");
}

/** The row's name in the tables. */
export function titleOf({ row }: Pick<Cell, "row">): string {
  return rows.find(({ id }) => id === row)?.title ?? row;
}

/** `128 B`, `4 KiB`. */
export function renderSize(size: number): string {
  return size < 1024 ? `${size} B` : `${size / 1024} KiB`;
}

function renderCount(count: number): string {
  if (count >= 99_500) return `${(count / 1000).toFixed(0)}k`;
  return count >= 9950 ? `${(count / 1000).toFixed(1)}k` : count.toFixed(0);
}

function renderMilliseconds(value: number): string {
  return `${value.toFixed(2)} ms`;
}

function renderDigits(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
