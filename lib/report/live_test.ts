// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { createPaint } from "../scenario/paint.ts";
import { displayWidth } from "../scenario/visible.ts";
import { assertEquals } from "@std/assert";
import { LiveRegion, type Progress, renderLive } from "./live.ts";
import { sampleVerdicts } from "./sample.ts";
import type { ReportOutput, SuiteEvent } from "./types.ts";

const progress: Progress = {
  running: [
    { id: "caching-echo", startedAt: 1000, attempt: 1, step: 'request "echo.cached" by alice' },
    { id: "名前", startedAt: 2500, attempt: 2 },
  ],
  done: 3,
  failed: 0,
  total: 12,
  startedAt: 0,
};

Deno.test("renderLive() shows what is done and what runs", () => {
  assertEquals(renderLive(progress, { paint: createPaint(false), width: 80, now: 3210 }), [
    "3/12 done, 3.21 s",
    '  2.21 s  caching-echo  request "echo.cached" by alice',
    "  0.71 s  名前 (try 2)",
  ]);
  const [head] = renderLive({ ...progress, failed: 1 }, {
    paint: createPaint(false),
    width: 80,
    now: 3210,
  });
  assertEquals(head, "3/12 done, 1 failed, 3.21 s");
});

Deno.test("renderLive() stays within narrow terminals", () => {
  for (const width of [1, 2, 5, 12, 20]) {
    const lines = renderLive(progress, { paint: createPaint(false), width, now: 3210 });
    assertEquals(lines.every((line) => displayWidth(line) < Math.max(width, 2)), true, `${width}`);
  }
});

Deno.test("renderLive() bounds its lines", () => {
  const running = Array.from({ length: 30 }, (_, i) => ({
    id: `s${i}`,
    startedAt: 0,
    attempt: 1,
  }));
  const lines = renderLive({ ...progress, running }, {
    paint: createPaint(false),
    width: 80,
    now: 0,
  });
  assertEquals(lines.length, 10);
  assertEquals(lines.at(-1), "  and 22 more");
});

Deno.test("LiveRegion draws over what it drew before", () => {
  const written: string[] = [];
  let now = 0;
  const output: ReportOutput = {
    write: (part) => written.push(part),
    terminal: true,
    colour: false,
    width: 80,
    source: () => undefined,
    now: () => now,
  };
  const region = new LiveRegion(output);
  const step = (event: SuiteEvent, lasting?: string) => {
    region.handle(event);
    region.draw(lasting);
    return written.splice(0).join("");
  };
  const runs = [{ id: "echo", title: "Echo", file: "echo.yaml" }];
  region.draw();
  assertEquals(written, []);
  assertEquals(step({ kind: "suite-start", runs }), "0/1 done, 0.00 s\n");
  assertEquals(
    step({ kind: "run-start", id: "echo", attempt: 1 }),
    "\x1b[1A\r\x1b[J0/1 done, 0.00 s\n  0.00 s  echo\n",
  );
  now = 500;
  assertEquals(
    step({ kind: "run-progress", id: "echo", step: "sleep" }),
    "\x1b[2A\r\x1b[J0/1 done, 0.50 s\n  0.50 s  echo  sleep\n",
  );
  assertEquals(
    step({ kind: "run-end", id: "echo" }),
    "\x1b[2A\r\x1b[J1/1 done, 0.50 s\n",
  );
  assertEquals(
    step({ kind: "verdict", verdict: { ...sampleVerdicts.fail, id: "echo" } }, "failed\n"),
    "\x1b[1A\r\x1b[Jfailed\n1/1 done, 1 failed, 0.50 s\n",
  );
  const summary = {
    passed: 0,
    failed: 1,
    errors: 0,
    skipped: 0,
    noisy: 0,
    knownFailing: 0,
    elapsed: 500,
    cancelled: false,
  };
  assertEquals(step({ kind: "suite-end", summary }, "end\n"), "\x1b[1A\r\x1b[Jend\n");
  region.draw();
  assertEquals(written, []);
});
