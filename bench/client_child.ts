// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The process of one contender: its argument says which client, as JSON; each line of its input is
 * a batch to do, each line of its output what one took. Runs in Deno, and bundled in Node.
 *
 * @module
 */

import process from "node:process";
import { createInterface } from "node:readline";
import { openLink } from "./client_adapter.ts";
import type { LinkOptions } from "./client_link.ts";
import type { Task } from "./client_row.ts";
import { openLinks, perform } from "./client_work.ts";

const options: LinkOptions = JSON.parse(process.argv[2] ?? "");
const links = await openLinks(() => openLink(options));
process.stdout.write("{}\n");
for await (const line of createInterface({ input: process.stdin })) {
  const task: Task = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await perform(task, links))}\n`);
}
// The end of its input is the end of its parent.
process.exit();
