// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Golden files: what the program writes is compared with a text beside the scenario. @module */

import { assertEquals } from "@std/assert";
import { fakeIo } from "./fake_io.ts";
import { main } from "./main.ts";
import { fileURLToPath } from "node:url";

/** The folder paths in golden texts start from. */
export const checkout: string = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** What a command line did. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in the checkout. */
export async function runHere(args: readonly string[]): Promise<Outcome> {
  const io = fakeIo({ cwd: checkout });
  const code = await main(args, io);
  return { code, ...io.written };
}

/** What differs from run to run, from machine to machine and between versions of the server. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/^nats-server \d+\.\d+\.\d+\S* \(.*\)$/m, "nats-server VERSION (PROVIDER)"],
  [/^ +\| n\d: .*\n(?: +\| n\d: .*\n)*/gm, "    | LOG\n"],
  // The list at the end is there when the report is longer than a screen, log included.
  [/^\nfailures:\n(?: {2}\S.*\n)+/gm, ""],
  [/ +\d+\.\d\d s$/gm, "  TIME"],
  [/^in \d+\.\d\d s/m, "in TIME"],
  [/t=\+[\d.]+m?s/g, "t=+TIME"],
  [/, (took|\w+ after) [\d.]+m?s/g, ", $1 TIME"],
  [/: [\d.]+m?s too (long|short)/g, ": TIME too $1"],
  [/^( +[✓✗!~] .*? {2})[\d.]+m?s/gm, "$1TIME"],
  [/(interference|interference of the machine meanwhile:) [\d.]+m?s/g, "$1 TIME"],
  [/Waited \d+ms for a message/g, "Waited TIME for a message"],
  // A loaded machine may have made the first tries noisy.
  [/^.* at the \d+\w\w try; .*\n/gm, ""],
  [/\S*natsrig-[\da-f-]{36}\/server\.conf:(\d+):\d+: .*/g, "FOLDER/server.conf:$1: REASON"],
  [/127\.0\.0\.1:\d{4,5}/g, "127.0.0.1:PORT"],
  [/ \(os error \d+\)/g, ""],
];

/** A report with what differs from run to run taken out. */
export function steady(text: string): string {
  return volatile.reduce((result, [pattern, by]) => result.replace(pattern, by), text);
}

/** The cases of a folder below `cli/golden`: the names of its `.yaml` files, sorted. */
export function goldenCases(folder: string): readonly string[] {
  return filesOf(folder, ".yaml");
}

/** The golden texts of a folder that belong to no case. */
export function strayTexts(folder: string, cases: readonly string[]): readonly string[] {
  return filesOf(folder, ".txt").filter((name) => !cases.includes(name));
}

function filesOf(folder: string, ending: string): readonly string[] {
  return [...Deno.readDirSync(`${checkout}/cli/golden/${folder}`)]
    .filter(({ name, isFile }) => isFile && name.endsWith(ending))
    .map(({ name }) => name.slice(0, -ending.length)).sort();
}

/**
 * Compares a text with the golden one. With `UPDATE_GOLDEN=1` in the environment it is written
 * instead; read the difference before it is committed.
 *
 * @param path below `cli/golden`
 */
export async function assertGolden(path: string, actual: string): Promise<void> {
  const file = `${checkout}/cli/golden/${path}`;
  if (Deno.env.get("UPDATE_GOLDEN") === "1") {
    await Deno.writeTextFile(file, actual);
    return;
  }
  assertEquals(actual, await Deno.readTextFile(file));
}
