// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The flags and arguments that say which scenarios are meant. @module */

import type { LoadSuiteOptions, Suite } from "../lib/rig/load_suite.ts";
import { type Command, type Flag, type Input, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { isFolder } from "./report_targets.ts";
import { resolve } from "node:path";

/** The folder of scenarios where no path is given. */
export const defaultFolder = "scenarios";

/** What stands behind the name of a command that takes scenarios. */
export const scenarioPaths: NonNullable<Command["positionals"]> = {
  shape: "[PATH]...",
  about: `files, folders or globs of scenarios (default: ${defaultFolder}/)`,
};

/** The flags that choose among scenarios. */
export const selectionFlags: readonly Flag[] = [
  { name: "tag", value: "TAG", repeated: true, about: "only scenarios with this tag" },
  {
    name: "filter",
    value: "TEXT",
    repeated: true,
    about: "only runs whose id contains this text, or matches it where it holds a `*`",
  },
];

/**
 * Loads the scenarios that a command line means.
 *
 * @throws {UsageError} where no path is given and the default folder is not there
 */
export async function loadSelected(
  input: Input,
  io: Io,
  options: Partial<Omit<LoadSuiteOptions, "paths" | "cwd" | "tags" | "filters">> = {},
): Promise<Suite> {
  const paths = input.positionals.length > 0 ? input.positionals : [defaultPath(io)];
  const { loadSuite } = await import("../lib/rig/load_suite.ts");
  return await loadSuite({
    ...options,
    paths,
    cwd: io.cwd,
    tags: input.values("tag"),
    filters: input.values("filter"),
  });
}

function defaultPath(io: Io): string {
  if (isFolder(resolve(io.cwd, defaultFolder))) return defaultFolder;
  throw new UsageError(
    `no scenarios are given, and there is no folder ${defaultFolder}/`,
    "`natsrig init` writes a first scenario",
  );
}
