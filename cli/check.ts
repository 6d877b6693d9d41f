// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig check`: validates scenarios. @module */

import type { Command } from "./command.ts";
import { exitCode } from "./io.ts";
import { loadSelected, scenarioPaths } from "./selection.ts";
import { plural, showProblems } from "./show_diagnostics.ts";

/** Validates scenarios without starting anything. */
export const check: Command = {
  name: "check",
  about: "validate scenarios without starting anything",
  positionals: scenarioPaths,
  flags: [],
  examples: [
    { line: "natsrig check", about: "all of scenarios/" },
    { line: "natsrig check echo.yaml 'kv/*.yaml'", about: "a file and a glob" },
  ],
  run: async (input, io) => {
    const suite = await loadSelected(input, io);
    if (showProblems(suite, io)) return exitCode.usage;
    const count = suite.scenarios.length;
    io.stdout.write(`${plural(count, "scenario")} ${count === 1 ? "is" : "are"} valid\n`);
    return exitCode.ok;
  },
};
