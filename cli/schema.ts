// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig schema`: the JSON Schema of scenario files. @module */

import type { Command } from "./command.ts";
import { exitCode } from "./io.ts";

/** Prints the JSON Schema of scenario files. */
export const schema: Command = {
  name: "schema",
  about: "print the JSON Schema of scenario files, for editors",
  flags: [],
  examples: [{
    line: "natsrig schema > scenario.schema.json",
    about: "name it in a file's first line: # yaml-language-server: $schema=scenario.schema.json",
  }],
  run: async (_input, io) => {
    io.stdout.write(await renderSchema());
    return exitCode.ok;
  },
};

/** The schema's text, as it stands in `schema/`. */
export async function renderSchema(): Promise<string> {
  const [{ vocabulary }, { scenarioJsonSchema }] = await Promise.all([
    import("../lib/rig/vocabulary.ts"),
    import("../lib/scenario/json_schema.ts"),
  ]);
  return `${JSON.stringify(scenarioJsonSchema(vocabulary), null, 2)}\n`;
}
