// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import type { LogEntry } from "../lib/app/logger.ts";
import { appLog } from "./app_log.ts";
import type { LogFormat } from "./app_spec.ts";

function lineOf(format: LogFormat, entry: LogEntry): string {
  const lines: string[] = [];
  appLog(format, (line) => lines.push(line), () => new Date(0))(entry);
  return lines.join("|");
}

Deno.test("appLog() writes a line of text", () => {
  const entry = {
    level: "warn",
    message: "sold\nout",
    subject: "shop.tea",
    fields: { n: 2 },
  } as const;
  assertEquals(
    lineOf("text", { level: "info", message: "ready" }),
    "1970-01-01T00:00:00.000Z info  ready\n",
  );
  const line = lineOf("text", entry);
  assertEquals([
    line.startsWith("1970-01-01T00:00:00.000Z warn  shop.tea: sold"),
    line.match(/\n/g),
  ], [
    true,
    ["\n"],
  ]);
  assertEquals(lineOf("text", { level: "error", message: "\x1b[2J" }).includes("\x1b"), false);
});

Deno.test("appLog() writes a line of JSON, whatever the fields hold", () => {
  const circle: { me?: unknown } = {};
  circle.me = circle;
  const fields = { n: 1n, error: new Error("boom"), circle, level: "mine" };
  const line = lineOf("json", { level: "error", message: "a\nb", subject: "s", code: 500, fields });
  assertEquals(line.endsWith("}\n"), true);
  assertEquals(JSON.parse(line), {
    time: "1970-01-01T00:00:00.000Z",
    level: "error",
    message: "a\nb",
    subject: "s",
    code: 500,
    n: "1",
    error: "boom",
    circle: { me: "…" },
  });
});
