// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Showing what is wrong with files. @module */

import { likelySecrets, maskLikely } from "../lib/rig/secret.ts";
import type { Suite } from "../lib/rig/load_suite.ts";
import { renderDiagnostic } from "../lib/scenario/diagnostic.ts";
import type { Diagnostic, Source } from "../lib/scenario/types.ts";
import { type Io, wantsColour } from "./io.ts";

/** Writes diagnostics to stderr, and a line that counts them. */
export function showDiagnostics(
  diagnostics: readonly Diagnostic[],
  source: (path: string) => Source | undefined,
  io: Io,
): void {
  const colour = wantsColour(io.stderr, io);
  for (const diagnostic of diagnostics) {
    const file = diagnostic.span?.file ?? diagnostic.file;
    const found = file === undefined ? undefined : source(file);
    const masked = found === undefined ? undefined : maskLikely(found);
    const mask = found === undefined ? [] : likelySecrets(found);
    const options = { colour, mask, ...(io.stderr.terminal && { width: io.stderr.width() }) };
    io.stderr.write(`${renderDiagnostic(diagnostic, masked, options).trimEnd()}\n\n`);
  }
  io.stderr.write(`${countProblems(diagnostics)}\n`);
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
