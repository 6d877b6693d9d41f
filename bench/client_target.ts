// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What natsrig has to reach, and whether it did. @module */

import type { Contender, ContenderId } from "./client_contender.ts";
import { type Cell, type Figure, figureOf } from "./client_result.ts";
import type { RowId } from "./client_row.ts";
import { renderMarkdown, renderSize, titleOf } from "./client_table.ts";

/** A target, and what was measured. */
export interface Judged {
  /** What has to be: `publish, 128 B, rate to transport-deno`. */
  readonly what: string;
  readonly limit: number;
  /** Whether less is better. */
  readonly atMost: boolean;
  readonly measured: number;
  readonly met: boolean;
}

/** A ratio at 128 bytes to the original transport in the same run. */
interface Target {
  readonly row: RowId;
  readonly of: "rate" | "p99";
  readonly limit: number;
}

const targetSize = 128;

const targets: readonly Target[] = [
  { row: "request", of: "rate", limit: 1.8 },
  { row: "request", of: "p99", limit: 0.25 },
  { row: "request-256", of: "rate", limit: 3.5 },
  { row: "js-publish", of: "rate", limit: 1.6 },
  { row: "js-publish-256", of: "rate", limit: 1.7 },
  { row: "publish", of: "rate", limit: 1.5 },
  { row: "pubsub", of: "rate", limit: 1.3 },
];

/**
 * Judges natsrig: by its targets where the original took part, and in every cell by the best of
 * the npm transports, in rate and in CPU time per operation.
 */
export function judge(
  cells: readonly Cell[],
  contenders: readonly Contender[],
): readonly Judged[] {
  const npm = contenders.filter(({ npm }) => npm);
  return [
    ...targets.flatMap((target) => judgeTarget(target, cells)),
    ...cells.flatMap((cell) => [
      ...judgeBest(cell, npm, { of: "rate", atMost: false }),
      ...judgeBest(cell, npm, { of: "cpuUs", atMost: true }),
    ]),
  ];
}

function judgeTarget({ row, of, limit }: Target, cells: readonly Cell[]): readonly Judged[] {
  const cell = cells.find((each) => each.row === row && each.size === targetSize);
  const [own, base] = (["natsrig", "original"] as const).map((id) => valueOf(cell, id, of));
  if (cell === undefined || own === undefined || base === undefined) return [];
  const atMost = of === "p99";
  const what = `${nameOf(cell)}: ${of} to transport-deno`;
  return [judged({ what, limit, atMost, measured: own / base })];
}

function judgeBest(
  cell: Cell,
  npm: readonly Contender[],
  { of, atMost }: { readonly of: "rate" | "cpuUs"; readonly atMost: boolean },
): readonly Judged[] {
  const own = valueOf(cell, "natsrig", of);
  const others = npm.flatMap(({ id }) => valueOf(cell, id, of) ?? []);
  if (own === undefined || others.length === 0) return [];
  const best = atMost ? Math.min(...others) : Math.max(...others);
  const what = `${nameOf(cell)}: ${of === "rate" ? "rate" : "CPU"} to the best npm transport`;
  return [judged({ what, limit: 1, atMost, measured: own / best })];
}

function judged(target: Omit<Judged, "met">): Judged {
  const { limit, atMost, measured } = target;
  return { ...target, met: atMost ? measured <= limit : measured >= limit };
}

function valueOf(
  cell: Cell | undefined,
  contender: ContenderId,
  of: "rate" | "p99" | "cpuUs",
): number | undefined {
  const figure: Figure | undefined = cell && figureOf(cell, contender);
  return of === "p99" ? figure?.latency?.p99Ms : figure?.[of];
}

function nameOf(cell: Cell): string {
  return `${titleOf(cell)}, ${renderSize(cell.size)}`;
}

/** The targets as a table, and how many were missed. */
export function renderJudged(all: readonly Judged[]): string {
  const lines = all.map(({ what, limit, atMost, measured, met }) => [
    what,
    `${atMost ? "≤" : "≥"} ${limit.toFixed(2)}`,
    measured.toFixed(2),
    met ? "met" : "missed",
  ]);
  const missed = all.filter(({ met }) => !met).length;
  return `${renderMarkdown([["target", "limit", "measured", ""], ...lines])}\n` +
    `${all.length - missed} met, ${missed} missed\n`;
}
