// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig list`: shows what would run. @module */

import type { PlannedRun } from "../lib/scenario/types.ts";
import type { Command } from "./command.ts";
import { exitCode } from "./io.ts";
import { loadSelected, scenarioPaths, selectionFlags } from "./selection.ts";
import { showProblems } from "./show_diagnostics.ts";

/** Shows the ids, titles and tags of what would run. */
export const list: Command = {
  name: "list",
  about: "show the ids, titles and tags of what would run",
  positionals: scenarioPaths,
  flags: [
    ...selectionFlags,
    { name: "json", about: "as JSON: a list of objects with id, title, about, tags and file" },
  ],
  examples: [
    { line: "natsrig list", about: "all of scenarios/" },
    { line: "natsrig list --tag jetstream --json", about: "for a program to read" },
  ],
  run: async (input, io) => {
    const suite = await loadSelected(input, io);
    if (showProblems(suite, io)) return exitCode.usage;
    const { runs } = suite.plan;
    io.stdout.write(input.has("json") ? renderJson(runs) : renderTable(runs));
    return exitCode.ok;
  },
};

function renderJson(runs: readonly PlannedRun[]): string {
  const entries = runs.map(({ id, title, about, tags, file }) => ({
    id,
    title,
    ...(about !== undefined && { about }),
    tags,
    file,
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function renderTable(runs: readonly PlannedRun[]): string {
  const idWidth = Math.max(0, ...runs.map(({ id }) => id.length));
  const titleWidth = Math.max(0, ...runs.map(({ title }) => title.length));
  return runs.map(({ id, title, tags }) =>
    `${id.padEnd(idWidth)}  ${title.padEnd(titleWidth)}  ${tags.join(" ")}`.trimEnd() + "\n"
  ).join("");
}
