// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The figures as a part of docs/performance.md. @module */

import type { Field } from "./client_contender.ts";
import type { Cell } from "./client_result.ts";
import { baseOf, renderTables } from "./client_table.ts";
import { type Judged, renderJudged } from "./client_target.ts";

/** What a run came to. */
export interface Result {
  /** The machine, the versions and the load, one line each. */
  readonly machine: string;
  /** Batches per contender and cell. */
  readonly rounds: number;
  readonly cells: readonly Cell[];
  readonly field: Field;
}

/** The part of the page that a run writes. */
export function renderFigures(
  { machine, rounds, cells, field }: Result,
  judged: readonly Judged[],
): string {
  const base = baseOf(field.contenders);
  const title = field.contenders.find(({ id }) => id === base)?.title;
  return [
    `\`\`\`text\n${machine.trimEnd()}\n\`\`\``,
    `Medians of ${rounds} batches${
      title === undefined ? "" : `; in brackets the ratio to ${title}`
    }.`,
    renderTables(cells, field.contenders).trimEnd(),
    `### Targets\n\n${renderJudged(judged).trimEnd()}.`,
  ].join("\n\n");
}
