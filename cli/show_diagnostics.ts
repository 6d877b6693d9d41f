// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Showing what is wrong with files. @module */

import { likelySecrets, maskLikely } from "../lib/rig/secret.ts";
import type { Suite } from "../lib/rig/load_suite.ts";
import { renderDiagnostic } from "../lib/scenario/diagnostic.ts";
import type { Diagnostic, Source } from "../lib/scenario/types.ts";
import { type Io, wantsColour } from "./io.ts";

/** Further problems are only counted: who has more than these wants to see the first ones. */
const mostShown = 200;

/** Writes diagnostics to stderr, and a line that counts them. */
export function showDiagnostics(
  diagnostics: readonly Diagnostic[],
  source: (path: string) => Source | undefined,
  io: Io,
): void {
  const colour = wantsColour(io.stderr, io);
  const width = io.stderr.terminal ? { width: io.stderr.width() } : {};
  const masked = new Map<string, { readonly source?: Source; readonly mask: readonly string[] }>();
  for (const diagnostic of diagnostics.slice(0, mostShown)) {
    const file = diagnostic.span?.file ?? diagnostic.file ?? "";
    const shown = masked.get(file) ?? maskFile(source(file));
    masked.set(file, shown);
    const text = renderDiagnostic(diagnostic, shown.source, { colour, mask: shown.mask, ...width });
    io.stderr.write(`${text.trimEnd()}\n\n`);
  }
  const more = diagnostics.length - mostShown;
  if (more > 0) io.stderr.write(`… and ${plural(more, "more problem")}\n\n`);
  io.stderr.write(`${countProblems(diagnostics)}\n`);
}

function maskFile(source: Source | undefined) {
  if (source === undefined) return { mask: [] };
  return { source: maskLikely(source), mask: likelySecrets(source) };
}

/** `3 problems in 2 files`. */
export function countProblems(diagnostics: readonly Diagnostic[]): string {
  const files = new Set(diagnostics.map(({ file, span }) => file ?? span?.file));
  files.delete(undefined);
  const problems = plural(diagnostics.length, "problem");
  return files.size === 0 ? problems : `${problems} in ${plural(files.size, "file")}`;
}

/** `1 file`, `2 files`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The errors of a loaded suite, shown; false where there are none. Warnings are shown, too. */
export function showProblems(suite: Suite, io: Io): boolean {
  if (suite.diagnostics.length > 0) showDiagnostics(suite.diagnostics, suite.source, io);
  return suite.diagnostics.some(({ severity }) => severity === "error");
}
