// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * `deno task bench:client`: natsrig's client next to the packages on npm, the original transport
 * and raw sockets, against one nats-server. Each contender has a process of its own, and they take
 * turns, batch by batch. `--help` lists the flags.
 *
 * @module
 */

import { findServer, holdGuard, type Server, startServer } from "../lib/server/mod.ts";
import { measureCell } from "./client_cell.ts";
import { type Field, gatherContenders, responderCommand } from "./client_contender.ts";
import { type BenchOptions, parseBenchOptions, usage } from "./client_options.ts";
import { LineProcess } from "./client_process.ts";
import { RawConnection } from "./client_raw.ts";
import { renderFigures, type Result } from "./client_page.ts";
import type { Cell } from "./client_result.ts";
import { rows } from "./client_row.ts";
import { makeStream, removeStream } from "./client_stream.ts";
import { renderSize, renderTables, titleOf } from "./client_table.ts";
import { judge, renderJudged } from "./client_target.ts";
import { describeMachine } from "./machine.ts";
import { placeFigures } from "./page.ts";
import { runProgram } from "./program.ts";

const page = new URL("../docs/performance.md", import.meta.url);

if (import.meta.main) {
  if (Deno.args.includes("--help")) {
    console.log(usage);
    Deno.exit(0);
  }
  await runProgram({ read: parseBenchOptions, run: bench });
}

async function bench(options: BenchOptions, signal: AbortSignal): Promise<boolean> {
  const { path: binary, version } = await findServer({ signal });
  const folder = await Deno.makeTempDir({ prefix: "natsrig-bench-" });
  await using _guard = holdGuard({ folder });
  try {
    const field = await gatherContenders(options, { folder, signal });
    const machine = describeMachine(version, field.versions);
    if (!options.json) console.log(machine);
    for (const { title, reason } of field.absent) console.error(`${title} is left out: ${reason}`);
    const cells = await measureAll(options, { field, binary, signal });
    const result: Result = { machine, rounds: options.rounds, cells, field };
    return await publish(options, result);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function measureAll(
  { rows: chosen, sizes, rounds, batchMs }: BenchOptions,
  { field, binary, signal: stop }: {
    readonly field: Field;
    readonly binary: string;
    readonly signal: AbortSignal;
  },
): Promise<readonly Cell[]> {
  await using server = await startServer({ binary, jetstream: true, signal: stop });
  const { url } = server;
  const signal = AbortSignal.any([stop, endOf(server)]);
  await using _responder = await LineProcess.start(responderCommand(url), signal);
  await using connection = await RawConnection.open(url);
  const cells: Cell[] = [];
  for (const { id: row, jetstream } of rows.filter(({ id }) => chosen.includes(id))) {
    const contenders = field.contenders.filter((each) => each.jetstream || !jetstream);
    for (const size of contenders.length > 0 ? sizes : []) {
      await makeStream(connection, { row, size });
      const cell = await measureCell({ row, size }, { contenders, url, rounds, batchMs, signal });
      await removeStream(connection, row);
      report(cell);
      cells.push(cell);
    }
  }
  return cells;
}

/** Aborts when the server has ended by itself. */
function endOf(server: Server): AbortSignal {
  const controller = new AbortController();
  server.unexpectedExit.then(({ code }) =>
    controller.abort(new Error(`nats-server has ended with exit code ${code}`))
  );
  return controller.signal;
}

/** Prints, and writes the page where asked to; false where what was to be checked is not so. */
async function publish(options: BenchOptions, result: Result): Promise<boolean> {
  const { cells, field } = result;
  const judged = judge(cells, field.contenders);
  if (options.json) {
    console.log(JSON.stringify({ ...result, judged }, null, 2));
  } else {
    console.log(`${renderTables(cells, field.contenders)}\n${renderJudged(judged)}`);
  }
  if (options.write) {
    const text = await Deno.readTextFile(page);
    await Deno.writeTextFile(
      page,
      placeFigures(text, "bench:client", renderFigures(result, judged)),
    );
  }
  const failed = cells.some(({ failures }) => failures.length > 0);
  return !options.check || !failed && judged.every(({ met }) => met);
}

/** Says on the standard error how far it is, and who failed. */
function report(cell: Cell): void {
  console.error(`${titleOf(cell)}, ${renderSize(cell.size)}: ${cell.count} operations a batch`);
  for (const { contender, reason } of cell.failures) console.error(`  ${contender}: ${reason}`);
}
