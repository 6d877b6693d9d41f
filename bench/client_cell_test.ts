// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { startServer } from "../lib/server/mod.ts";
import { measureCell } from "./client_cell.ts";
import {
  type Contender,
  type ContenderId,
  gatherContenders,
  responderCommand,
} from "./client_contender.ts";
import { LineProcess } from "./client_process.ts";
import { RawConnection } from "./client_raw.ts";
import { rows } from "./client_row.ts";
import { makeStream, removeStream } from "./client_stream.ts";

const never = new AbortController().signal;

Deno.test("measureCell() has figures of natsrig and raw sockets in every row", async () => {
  await using server = await startServer({ jetstream: true });
  const { url } = server;
  await using _responder = await LineProcess.start(responderCommand(url), never);
  await using connection = await RawConnection.open(url);
  const all = await gather("natsrig", "raw");
  for (const { id: row, jetstream } of rows) {
    const contenders = all.filter((each) => each.jetstream || !jetstream);
    await makeStream(connection, { row, size: 65536 });
    const options = { contenders, url, rounds: 2, batchMs: 1, signal: never };
    const cell = await measureCell({ row, size: 65536 }, options);
    await removeStream(connection, row);
    assertEquals(cell.failures, []);
    assertEquals(cell.figures.map(({ contender }) => contender), contenders.map(({ id }) => id));
    for (const { rate, cpuUs } of cell.figures) assert(rate > 0 && cpuUs >= 0);
  }
});

Deno.test("measureCell() goes on without a contender that fails, and says why", async () => {
  await using server = await startServer();
  const [raw] = await gather("raw");
  assert(raw !== undefined);
  const args = ["eval", 'throw new Error("no such luck")'];
  const command = () => ({ command: Deno.execPath(), args });
  const contenders: readonly Contender[] = [{ ...raw, id: "node", command }, raw];
  const options = { contenders, url: server.url, rounds: 1, batchMs: 1, signal: never };
  const { figures, failures } = await measureCell({ row: "publish", size: 128 }, options);
  assertEquals(figures.map(({ contender }) => contender), ["raw"]);
  assertEquals(failures.map(({ contender }) => contender), ["node"]);
  assertStringIncludes(failures[0]?.reason ?? "", "no such luck");
});

Deno.test("measureCell() ends when it is given up", async () => {
  await using server = await startServer();
  const contenders = await gather("raw");
  const controller = new AbortController();
  const signal = controller.signal;
  const options = { contenders, url: server.url, rounds: 1_000_000, batchMs: 1, signal };
  const measuring = measureCell({ row: "publish", size: 128 }, options);
  setTimeout(() => controller.abort(new Error("given up")), 500);
  await assertRejects(() => measuring, Error, "given up");
});

async function gather(...contenders: readonly ContenderId[]): Promise<readonly Contender[]> {
  const folder = await Deno.makeTempDir({ prefix: "natsrig-bench-" });
  try {
    // Neither of those that are tested needs the folder afterwards.
    return (await gatherContenders({ contenders }, { folder, signal: never })).contenders;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
