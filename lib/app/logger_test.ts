// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { createLogger, lineSink, type LogEntry, renderLogEntry } from "./logger.ts";

Deno.test("createLogger() gives entries with level, subject and fields", () => {
  const entries: LogEntry[] = [];
  const logger = createLogger((entry) => entries.push(entry), "a.b");
  logger.debug("1");
  logger.info("2", { n: 1 });
  createLogger((entry) => entries.push(entry)).error("3");
  assertEquals(entries, [
    { level: "debug", message: "1", subject: "a.b" },
    { level: "info", message: "2", subject: "a.b", fields: { n: 1 } },
    { level: "error", message: "3" },
  ]);
});

Deno.test("lineSink() leaves out what is for debugging", () => {
  const lines: string[] = [];
  const logger = createLogger(lineSink((line) => lines.push(line)));
  logger.debug("no");
  logger.warn("yes");
  assertEquals(lines, ["yes"]);
});

const circle: { self?: unknown } = {};
circle.self = circle;

const shown: readonly (readonly [unknown, string])[] = [
  ["a b", '"a b"'],
  [undefined, "undefined"],
  [{ a: [1] }, '{"a":[1]}'],
  [10n, "10"],
  [circle, "[object Object]"],
  [new Error("no"), '"no"'],
];
for (const [value, text] of shown) {
  Deno.test(`renderLogEntry() shows ${text}`, () => {
    assertEquals(
      renderLogEntry({ level: "info", message: "m", fields: { value } }),
      `m value=${text}`,
    );
  });
}
