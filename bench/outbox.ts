// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * `deno task bench:outbox`: messages kept by an outbox, next to raw `js.publish` and to plain
 * inserts into SQLite with the same durability. They take turns, batch by batch. `--rounds N`,
 * `--quick`, `--write` into docs/performance.md, `--check` for the exit code.
 *
 * @module
 */

import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "../lib/client/mod.ts";
import { holdGuard, startServer } from "../lib/server/mod.ts";
import { type AppBenchOptions, parseAppOptions } from "./app_options.ts";
import { describeMachine } from "./machine.ts";
import type { OutboxFigure } from "./outbox_result.ts";
import {
  judgeOutbox,
  renderOutboxFigures,
  renderOutboxJudged,
  summarizeOutbox,
} from "./outbox_result.ts";
import type { Batch, BatchTimes, ContenderId } from "./outbox_work.ts";
import { bursts, contenderIds, openContenders } from "./outbox_work.ts";
import { placeFigures } from "./page.ts";
import { runProgram } from "./program.ts";

const page = new URL("../docs/performance.md", import.meta.url);
const warmUps = 3;

if (import.meta.main) await runProgram({ read: parseAppOptions, run: bench });

async function bench(options: AppBenchOptions, signal: AbortSignal): Promise<boolean> {
  const folder = await Deno.makeTempDir({ prefix: "natsrig-bench-" });
  await using _guard = holdGuard({ folder });
  try {
    await using server = await startServer({ jetstream: true, signal });
    const machine = describeMachine(server.version).trimEnd();
    const figures = await measureAll(options, { url: server.url, folder, signal });
    const judged = judgeOutbox(figures);
    const text = [
      `\`\`\`text\n${machine}\n\`\`\``,
      `Medians of ${options.rounds} batches, 128 bytes.`,
      renderOutboxFigures(figures).trimEnd(),
      renderOutboxJudged(judged).trimEnd(),
    ].join("\n\n");
    console.log(text);
    if (options.write) {
      const before = await Deno.readTextFile(page);
      await Deno.writeTextFile(page, placeFigures(before, "bench:outbox", text));
    }
    return !options.check || judged.met;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Where it is measured. */
interface Place {
  readonly url: string;
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function measureAll(
  { rounds, batchMs }: AppBenchOptions,
  { url, folder, signal }: Place,
): Promise<readonly OutboxFigure[]> {
  await using stack = new AsyncDisposableStack();
  const client = stack.use(await connect({ servers: url }));
  const manager = await jetstreamManager(client.connection);
  await manager.streams.add({ name: "BENCH", subjects: ["bench.*"] });
  const contenders = await openContenders(client, folder, stack);
  const figures: OutboxFigure[] = [];
  for (const burst of bursts) {
    // About 1 ms for one by one, a hundredth of that in bursts.
    const batch: Batch = { burst, count: burst === 1 ? batchMs : batchMs * 40 };
    const taken = new Map<ContenderId, BatchTimes[]>();
    for (let round = -warmUps; round < rounds; round++) {
      // To and fro, so that nobody always follows the same one.
      for (const id of round % 2 === 0 ? contenderIds : contenderIds.toReversed()) {
        signal.throwIfAborted();
        const times = await contenders[id](batch);
        if (round >= 0) taken.set(id, [...taken.get(id) ?? [], times]);
        await manager.streams.purge("BENCH");
      }
    }
    for (const id of contenderIds) figures.push(summarizeOutbox(id, batch, taken.get(id) ?? []));
  }
  return figures;
}
