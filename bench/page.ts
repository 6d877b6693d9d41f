// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Figures as parts of docs/performance.md. @module */

const end = "<!-- end of figures -->";

/**
 * Puts the figures of a task into the page, in the place of those that it has.
 *
 * @throws {RangeError} where the page has no place for them
 */
export function placeFigures(page: string, task: string, figures: string): string {
  const begin = `<!-- figures: deno task ${task} --write -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end, Math.max(from, 0));
  if (from === -1 || to === -1) {
    throw new RangeError(`Cannot write the page as it must have a line '${begin}' before '${end}'`);
  }
  return `${page.slice(0, from)}${begin}\n\n${figures}\n\n${page.slice(to)}`;
}
