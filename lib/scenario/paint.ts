// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Colours for terminals. @module */

/** Colours a text, or leaves it as it is. */
export type Paint = {
  readonly [style in "red" | "green" | "yellow" | "blue" | "dim" | "bold"]: (
    text: string,
  ) => string;
};

const codes = { red: "31", green: "32", yellow: "33", blue: "34", dim: "2", bold: "1" } as const;

/** The colours by ANSI sequences, or none at all. */
export function createPaint(colour: boolean): Paint {
  const style = (code: string) => (text: string): string =>
    colour && text !== "" ? `\x1b[${code}m${text}\x1b[0m` : text;
  return {
    red: style(codes.red),
    green: style(codes.green),
    yellow: style(codes.yellow),
    blue: style(codes.blue),
    dim: style(codes.dim),
    bold: style(codes.bold),
  };
}
