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
