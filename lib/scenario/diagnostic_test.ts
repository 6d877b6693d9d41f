// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { type DiagnosticOptions, renderDiagnostic } from "./diagnostic.ts";
import type { Diagnostic } from "./types.ts";

const path = "a.yaml";

/** Draws an error at the first occurrence of a text, or at an offset. */
function draw(
  text: string,
  at: string | readonly [start: number, end: number],
  rest: Partial<Diagnostic> & { readonly options?: Partial<DiagnosticOptions> } = {},
): string[] {
  const [start, end] = typeof at === "string"
    ? [text.indexOf(at), text.indexOf(at) + at.length]
    : at;
  const { options, ...diagnostic } = rest;
  return renderDiagnostic(
    { severity: "error", message: "wrong", span: { file: path, start, end }, ...diagnostic },
    { path, text },
    { colour: false, ...options },
  ).split("\n");
}

Deno.test("renderDiagnostic() draws the block of a failure", () => {
  const text = "\n".repeat(20) + "    expect: { message: hi, cached: true }\n";
  const lines = draw(text, "true", {
    message: "expectation not met",
    label: "expected true, got false",
    notes: ['request "echo.cached" by alice at t=+212.4ms'],
    help: "look again",
  });
  assertEquals(lines, [
    "error: expectation not met",
    "  --> a.yaml:21:36",
    "   |",
    "21 |     expect: { message: hi, cached: true }",
    "   |                                    ^^^^ expected true, got false",
    "   |",
    '   = request "echo.cached" by alice at t=+212.4ms',
    "   = help: look again",
  ]);
});

Deno.test("renderDiagnostic() draws a warning, without facts no empty line at the end", () => {
  assertEquals(draw("a: 1", "1", { severity: "warning" }), [
    "warning: wrong",
    " --> a.yaml:1:4",
    "  |",
    "1 | a: 1",
    "  |    ^",
  ]);
});

Deno.test("renderDiagnostic() marks the first line of a span over several", () => {
  assertEquals(draw("a:\n  - b: 1\n    c: 2\n", "b: 1\n    c: 2").slice(3), [
    "2 |   - b: 1",
    "  |     ^^^^",
  ]);
});

Deno.test("renderDiagnostic() expands tabs and doubles carets below wide characters", () => {
  assertEquals(draw("\ta:\tb", "b").slice(1), [
    " --> a.yaml:1:5",
    "  |",
    "1 |     a:  b",
    "  |         ^",
  ]);
  assertEquals(draw("名前: 世界", "世界").slice(1), [
    " --> a.yaml:1:5",
    "  |",
    "1 | 名前: 世界",
    "  |       ^^^^",
  ]);
});

Deno.test("renderDiagnostic() shows control characters and drops a carriage return", () => {
  assertEquals(draw("a: \x1b[2J\u202eb\r\nc: 1\r\n", "b").slice(3), [
    "1 | a: ␛[2J<U+202E>b",
    "  |                ^",
  ]);
  assertEquals(draw("a", "a", { message: "bad \x1b[31m", label: "\x07" })[0], "error: bad ␛[31m");
});

Deno.test("renderDiagnostic() points behind the end of a line and of the file", () => {
  assertEquals(draw("a: 1", [4, 4]).slice(1), [" --> a.yaml:1:5", "  |", "1 | a: 1", "  |     ^"]);
  assertEquals(draw("a: 1\n", [5, 5]).slice(1), [" --> a.yaml:2:1", "  |", "2 |", "  | ^"]);
  assertEquals(draw("", [0, 0]).slice(1), [" --> a.yaml:1:1", "  |", "1 |", "  | ^"]);
  assertEquals(draw("a: 1\nb: 2", [4, 6]).slice(3), ["1 | a: 1", "  |     ^"]);
  assertEquals(draw("a: 1", [99, 120]).slice(1), [
    " --> a.yaml:1:5",
    "  |",
    "1 | a: 1",
    "  |     ^",
  ]);
});

Deno.test("renderDiagnostic() shows a window of a very long line", () => {
  const text = `${"x".repeat(50)} wrong ${"y".repeat(50)}`;
  assertEquals(draw(text, "wrong", { options: { width: 34 } }).slice(1), [
    " --> a.yaml:1:52",
    "  |",
    "1 | …xxxxxxxx wrong yyyyyyyyyyyyy…",
    "  |           ^^^^^",
  ]);
  assertEquals(draw(text, [0, 3], { options: { width: 34 } }).slice(3), [
    `1 | ${"x".repeat(29)}…`,
    "  | ^^^",
  ]);
  assertEquals(draw(text, [51, 108], { options: { width: 34 } }).slice(3), [
    "1 | …xxxxxxxx wrong yyyyyyyyyyyyy…",
    `  |           ${"^".repeat(19)}`,
  ]);
  assertEquals(draw(text, [108, 108], { options: { width: 34 } }).slice(3), [
    `1 | …${"y".repeat(28)}`,
    `  | ${" ".repeat(29)}^`,
  ]);
});

Deno.test("renderDiagnostic() does not work through a line of megabytes", () => {
  const text = `${"x".repeat(1_000_000)}wrong${"世".repeat(1_000_000)}`;
  assertEquals(draw(text, "wrong", { options: { width: 24 } }).slice(1), [
    " --> a.yaml:1:1000001",
    "  |",
    "1 | …xxxxxwrong世世世世…",
    "  |       ^^^^^",
  ]);
});

Deno.test("renderDiagnostic() names only the file where there is no span or no source", () => {
  const facts = { notes: ["10 MiB"], help: "split it" } as const;
  const whole: Diagnostic = { severity: "error", message: "too large", file: path, ...facts };
  const expected = ["error: too large", "  --> a.yaml", "   = 10 MiB", "   = help: split it"];
  assertEquals(renderDiagnostic(whole, undefined, { colour: false }).split("\n"), expected);
  const unread = { ...whole, span: { file: path, start: 1, end: 2 }, label: "here" };
  assertEquals(renderDiagnostic(unread, undefined, { colour: false }).split("\n"), [
    "error: too large",
    "  --> a.yaml",
    "   = here",
    "   = 10 MiB",
    "   = help: split it",
  ]);
});

Deno.test("renderDiagnostic() draws a problem without a file", () => {
  const diagnostic: Diagnostic = { severity: "error", message: "no scenario", help: "name one" };
  assertEquals(
    renderDiagnostic(diagnostic, undefined, { colour: false }),
    [
      "error: no scenario",
      "   = help: name one",
    ].join("\n"),
  );
});

Deno.test("renderDiagnostic() indents further lines of a message and a note", () => {
  assertEquals(
    draw("a: 1", "1", { message: "two\nlines", notes: ["first\nsecond\n"] }),
    [
      "error: two",
      "  lines",
      " --> a.yaml:1:4",
      "  |",
      "1 | a: 1",
      "  |    ^",
      "  |",
      "  = first",
      "    second",
    ],
  );
});

Deno.test("renderDiagnostic() masks secrets wherever they stand, carets in place", () => {
  const lines = draw("{ password: a-long-secret, user: bob }", "bob", {
    message: "a-long-secret",
    label: "got a-long-secret",
    notes: ["a-long-secret"],
    help: "a-long-secret",
    options: { mask: ["a-long-secret"] },
  });
  assertEquals(lines, [
    "error: ****",
    " --> a.yaml:1:34",
    "  |",
    "1 | { password: ****, user: bob }",
    "  |                         ^^^ got ****",
    "  |",
    "  = ****",
    "  = help: ****",
  ]);
  const inside = draw("pw: a-long-secret", "long", { options: { mask: ["a-long-secret"] } });
  assertEquals(inside.slice(3), ["1 | pw: ****", "  |     ^^^^"]);
});

Deno.test("renderDiagnostic() colours only when asked to", () => {
  const lines = draw("a: 1", "1", { label: "no", notes: ["n"], options: { colour: true } });
  assertEquals(lines, [
    "\x1b[31merror\x1b[0m\x1b[1m: wrong\x1b[0m",
    " \x1b[34m-->\x1b[0m a.yaml:1:4",
    "  \x1b[34m|\x1b[0m",
    "\x1b[34m1 |\x1b[0m a: 1",
    "  \x1b[34m|\x1b[0m    \x1b[31m^ no\x1b[0m",
    "  \x1b[34m|\x1b[0m",
    "  \x1b[34m=\x1b[0m n",
  ]);
});
