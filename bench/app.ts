// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * `deno task bench:app`: requests through a Router next to the same handler on bare nats.js, over
 * the same sockets, against one nats-server. Each responder has a process of its own; they take
 * turns, batch by batch. `--help` lists the flags.
 *
 * @module
 */

import { findServer, startServer } from "../lib/server/mod.ts";
import { measureCache } from "./app_cache.ts";
import { type ContenderId, contenders } from "./app_contender.ts";
import { type AppBenchOptions, parseAppOptions, usage } from "./app_options.ts";
import { startAppResponder } from "./start_app_responder.ts";
import {
  type AppFigure,
  judgeApp,
  renderAppFigures,
  renderAppJudged,
  renderCacheCost,
  summarizeBatches,
} from "./app_result.ts";
import { type AppBatch, checkAnswer, requestBatch, type Responder } from "./app_work.ts";
import { RawConnection } from "./client_raw.ts";
import { describeMachine } from "./machine.ts";
import { quantile } from "./measure.ts";
import { placeFigures } from "./page.ts";
import { runProgram } from "./program.ts";

const page = new URL("../docs/performance.md", import.meta.url);
const inFlights: readonly number[] = [1, 16, 256];
const warmUpPasses = 7;

if (import.meta.main) {
  if (Deno.args.includes("--help")) {
    console.log(usage);
    Deno.exit(0);
  }
  await runProgram({ read: parseAppOptions, run: bench });
}

async function bench(options: AppBenchOptions, signal: AbortSignal): Promise<boolean> {
  const { path: binary, version } = await findServer({ signal });
  await using server = await startServer({ binary, signal });
  const machine = describeMachine(version);
  const figures = await measureAll(options, server.url, signal);
  const cost = await measureCache(options.rounds);
  const judged = judgeApp(figures);
  const text = [
    `\`\`\`text\n${machine.trimEnd()}\n\`\`\``,
    `Medians of ${options.rounds} batches; in brackets the median of the rounds' ratios to nats.js.`,
    renderAppFigures(figures).trimEnd(),
    renderCacheCost(cost),
    renderAppJudged(judged).trimEnd(),
  ].join("\n\n");
  console.log(text);
  if (options.write) {
    const before = await Deno.readTextFile(page);
    await Deno.writeTextFile(page, placeFigures(before, "bench:app", text));
  }
  return !options.check || judged.every(({ met }) => met);
}

async function measureAll(
  { rounds, batchMs }: AppBenchOptions,
  url: string,
  signal: AbortSignal,
): Promise<readonly AppFigure[]> {
  await using stack = new AsyncDisposableStack();
  const connection = stack.use(await RawConnection.open(url));
  const responders = new Map<ContenderId, Responder>();
  for (const { id } of contenders) {
    const responder = await startAppResponder({
      contender: id,
      url,
      subject: `bench.${id.replace(".", "-")}`,
    }, signal);
    stack.use(responder.process);
    await checkAnswer(connection, responder.subject);
    responders.set(id, responder);
  }
  const figures: AppFigure[] = [];
  for (const inFlight of inFlights) {
    const batch = (responder: Responder, count: number) =>
      requestBatch(connection, responder, { count, inFlight, signal });
    const count = await warmUp([...responders.values()], { batch, batchMs, inFlight });
    console.error(`${inFlight} in flight: ${count} requests a batch`);
    const taken = new Map<ContenderId, AppBatch[]>();
    for (let round = 0; round < rounds; round++) {
      // To and fro, so that nobody always follows the same one.
      const order = round % 2 === 0 ? [...responders] : [...responders].reverse();
      for (const [id, responder] of order) {
        taken.set(id, [...taken.get(id) ?? [], await batch(responder, count)]);
      }
    }
    figures.push(...summarizeBatches(inFlight, taken));
  }
  return figures;
}

/** Has everybody warm up; gives a count with which the slowest takes about as long as asked for. */
async function warmUp(
  responders: readonly Responder[],
  { batch, batchMs, inFlight }: {
    readonly batch: (responder: Responder, count: number) => Promise<AppBatch>;
    readonly batchMs: number;
    readonly inFlight: number;
  },
): Promise<number> {
  const least = 4 * inFlight + 200;
  const wanted: number[] = [];
  let count = least;
  for (let pass = 0; pass < warmUpPasses; pass++) {
    let slowest = Infinity;
    for (const responder of responders) {
      const { elapsedMs } = await batch(responder, count);
      slowest = Math.min(slowest, count / elapsedMs);
    }
    wanted.push(Math.ceil(slowest * batchMs));
    // The first batches are slow, so it goes up step by step.
    count = Math.max(least, Math.min(4 * count, Math.ceil(slowest * batchMs)));
  }
  // One pass that the machine disturbed says nothing.
  return Math.max(least, quantile(wanted.slice(-3), 0.5));
}
