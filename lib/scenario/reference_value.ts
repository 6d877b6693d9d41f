// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The reference's section on values: units, variables, payloads, waiting. @module */

import { payloadGenerators } from "./payload.ts";
import { serverVariables } from "./scope.ts";

/** Writes the section, as Markdown. */
export function renderValues(): readonly string[] {
  const generators = Object.values(payloadGenerators).map((about) => `- ${about}`);
  const servers = Object.entries(serverVariables).map(([key, about]) =>
    `- \`\${server.${key}}\`: ${about}`
  );
  return [
    "## Values",
    "Durations carry a unit: `250ms`, `5s`, `2m`, `1h`. So do sizes: `16B`, `4KiB`, `1MiB`, `1GiB`.",
    "### Variables",
    "`${name}` takes a value of `vars`, of `matrix`, or one that an earlier step has saved; " +
    "`${name.field}` and `${name.0}` look into it. A text that is one variable takes its value as " +
    "it is, also a number or a mapping; in a longer text it is written out. `$${` is a literal " +
    "`${`, in `run` commands too. Keys are never filled, nor are `scenario`, `about` and `tags`; " +
    "`output` is. Every run defines:",
    servers.join("\n"),
    "`save: { id: $.id }` takes values from a step's result: `$` is the one thing that came, or the " +
    "list of them where the step asks for several; `$.field` and `$[0]` look into it.",
    "### Payloads",
    "The type of a payload follows from its subject, by `messages`: of several patterns that fit, " +
    "the most exact one counts. Protobuf messages are written in their JSON form. Without a type, " +
    "a mapping or list is sent as JSON and anything else as text; what comes is text, and read as " +
    "JSON where a mapping or list is expected. Bytes are made by:",
    generators.join("\n"),
    "### Waiting",
    "A step that waits for something gives up well beyond its bound, and after two seconds where " +
    "it has none, so that a missed bound has a measured value. `until` repeats the whole step, " +
    "with a pause of 20 ms, until it passes. `await` takes the actor's next event of its kind that " +
    "no `await` has taken, also one that came before the step began.",
    "A bound that is missed by less than the machine's interference (the time that threads of the " +
    "rig and of its servers waited for a processor meanwhile) makes a scenario `noisy`: it is run " +
    "again, up to `retries`.",
  ];
}
