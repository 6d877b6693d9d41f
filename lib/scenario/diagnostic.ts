// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Drawing a diagnostic from its source and span. @module */

import { excerpt } from "./excerpt.ts";
import { maskText } from "./mask.ts";
import { createPaint, type Paint } from "./paint.ts";
import { position } from "./position.ts";
import type { Diagnostic, Source } from "./types.ts";
import { visible } from "./visible.ts";

export { position } from "./position.ts";
export type { Position } from "./position.ts";

/** How a diagnostic is drawn. */
export interface DiagnosticOptions {
  /** Colours by ANSI sequences. */
  readonly colour: boolean;
  /** Columns; a longer source line is shown in part. Default: 100. */
  readonly width?: number;
  /** Secrets: each is shown as `****`. Default: none. */
  readonly mask?: readonly string[];
}

/** The least columns a source line gets. */
const narrowest = 20;

/**
 * Draws a diagnostic: what is wrong, where, the source line with carets and the label, notes and
 * help. There is no line break at the end.
 *
 * @example
 * ```ts
 * import { renderDiagnostic } from "@natsrig/natsrig/scenario";
 * import { assertEquals } from "@std/assert";
 *
 * const source = { path: "a.yaml", text: "steps:\n  - sned: hi\n" };
 * const text = renderDiagnostic(
 *   {
 *     severity: "error",
 *     message: 'unknown key "sned"',
 *     span: { file: "a.yaml", start: 11, end: 15 },
 *     help: 'did you mean "send"?',
 *   },
 *   source,
 *   { colour: false },
 * );
 * assertEquals(text.split("\n"), [
 *   'error: unknown key "sned"',
 *   " --> a.yaml:2:5",
 *   "  |",
 *   "2 |   - sned: hi",
 *   "  |     ^^^^",
 *   "  |",
 *   '  = help: did you mean "send"?',
 * ]);
 * ```
 */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  source: Source | undefined,
  options: DiagnosticOptions,
): string {
  const paint = createPaint(options.colour);
  const clean = (text: string): string => visible(maskText(text, options.mask ?? []));
  const cleanLines = (text: string): string[] =>
    maskText(text.trimEnd(), options.mask ?? []).split(/\r?\n/).map(visible);
  const alert = diagnostic.severity === "error" ? paint.red : paint.yellow;
  const drawn = drawPlace(diagnostic, source, { ...options, paint, clean });
  const margin = " ".repeat(drawn.gutter + 1);
  const facts = [
    ...diagnostic.notes ?? [],
    ...diagnostic.help === undefined ? [] : [`help: ${diagnostic.help}`],
  ].flatMap((fact) =>
    cleanLines(fact).map((line, index) =>
      index === 0 ? `${margin}${paint.blue("=")} ${line}` : `${margin}  ${line}`
    )
  );
  const [message = "", ...more] = cleanLines(diagnostic.message);
  return [
    `${alert(diagnostic.severity)}${paint.bold(`: ${message}`)}`,
    ...more.map((line) => `  ${line}`),
    ...drawn.lines,
    ...drawn.excerpt && facts.length > 0 ? [`${margin}${paint.blue("|")}`] : [],
    ...facts,
  ].map((line) => line.trimEnd()).join("\n");
}

interface Drawing extends DiagnosticOptions {
  readonly paint: Paint;
  clean(text: string): string;
}

interface Place {
  /** Columns of the line number. */
  readonly gutter: number;
  readonly lines: readonly string[];
  /** Source lines are among them. */
  readonly excerpt: boolean;
}

function drawPlace(
  diagnostic: Diagnostic,
  source: Source | undefined,
  drawing: Drawing,
): Place {
  const { span, label } = diagnostic;
  const { paint, clean } = drawing;
  const file = span?.file ?? diagnostic.file;
  if (span === undefined || source === undefined) {
    const where = file === undefined ? [] : [`  ${paint.blue("-->")} ${clean(file)}`];
    const words = label === undefined ? [] : [`   ${paint.blue("=")} ${clean(label)}`];
    return { gutter: 2, lines: [...where, ...words], excerpt: false };
  }
  const { line, column } = position(source, span.start);
  const gutter = String(line).length;
  const pad = " ".repeat(gutter);
  const width = Math.max(narrowest, (drawing.width ?? 100) - gutter - 3);
  const part = excerpt(source, span, { width, mask: drawing.mask ?? [] });
  const alert = diagnostic.severity === "error" ? paint.red : paint.yellow;
  const carets = `${"^".repeat(part.carets)} ${label === undefined ? "" : clean(label)}`.trimEnd();
  return {
    gutter,
    lines: [
      `${pad}${paint.blue("-->")} ${clean(span.file)}:${line}:${column}`,
      `${pad} ${paint.blue("|")}`,
      `${paint.blue(`${line} |`)} ${part.text}`,
      `${pad} ${paint.blue("|")} ${" ".repeat(part.indent)}${alert(carets)}`,
    ],
    excerpt: true,
  };
}
