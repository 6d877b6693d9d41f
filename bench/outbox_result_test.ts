// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import type { OutboxFigure } from "./outbox_result.ts";
import {
  judgeOutbox,
  renderOutboxFigures,
  renderOutboxJudged,
  summarizeOutbox,
} from "./outbox_result.ts";

const figures: readonly OutboxFigure[] = [
  { contender: "outbox", burst: 1, durable: 1 },
  { contender: "outbox", burst: 256, durable: 60, arrived: 20 },
  { contender: "js.publish", burst: 256, durable: 100, arrived: 100 },
  { contender: "SQLite", burst: 256, durable: 80 },
];

Deno.test("summarizeOutbox() takes medians of rates", () => {
  const times = [{ durableMs: 10, arrivedMs: 20 }, { durableMs: 20, arrivedMs: 50 }, {
    durableMs: 40,
    arrivedMs: 100,
  }];
  assertEquals(summarizeOutbox("outbox", { count: 100, burst: 10 }, times), {
    contender: "outbox",
    burst: 10,
    durable: 5000,
    arrived: 2000,
  });
  assertEquals(summarizeOutbox("SQLite", { count: 100, burst: 10 }, [{ durableMs: 10 }]), {
    contender: "SQLite",
    burst: 10,
    durable: 10_000,
  });
});

Deno.test("judgeOutbox() compares bursts with the slower way", () => {
  const judged = judgeOutbox(figures);
  assertEquals(judged, { what: "durable, 256 at a time", measured: 0.75, met: true });
  assertEquals(
    renderOutboxJudged({ ...judged, measured: 0.5, met: false }),
    `| outbox, rate to the slower one of js.publish and SQLite | limit  | measured |        |
| ------------------------------------------------------- | ------ | -------- | ------ |
| durable, 256 at a time                                  | ≥ 0.70 | 0.50     | missed |
`,
  );
});

Deno.test("renderOutboxFigures() leaves out what did not arrive anywhere", () => {
  assertEquals(
    renderOutboxFigures(figures.slice(2)),
    `|            | at a time | durable/s | in the stream/s |
| ---------- | --------- | --------- | --------------- |
| js.publish | 256       | 100       | 100             |
| SQLite     | 256       | 80        |                 |
`,
  );
});
