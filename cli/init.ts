// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig init`: writes a first scenario. @module */

import { type Command, UsageError } from "./command.ts";
import { exitCode } from "./io.ts";
import { dirname, resolve } from "node:path";

const defaultFile = "scenarios/hello.yaml";

/** The scenario that is written. */
export const firstScenario = `\
scenario: Hello
about: A client asks the echo service, and is answered in time.
tags: [first]

messages: # payload types by subject
  hello.echo: { send: natsrig.echo.v1.EchoRequest, reply: natsrig.echo.v1.EchoResponse }

actors:
  echo: { app: echo, with: { subject: hello.echo } } # an application of the toolkit
  alice: {} # a client

steps:
  - request: hello.echo
    by: alice
    send: { message: hi }
    expect: { message: { $contains: hi } }
    within: 500ms
`;

/** Writes a first scenario. */
export const init: Command = {
  name: "init",
  about: "write a first scenario",
  positionals: { shape: "[FILE]", about: `where to write it (default: ${defaultFile})`, max: 1 },
  flags: [],
  examples: [
    { line: "natsrig init", about: `write ${defaultFile}` },
    { line: "natsrig init my/first.yaml", about: "write it elsewhere" },
  ],
  run: async (input, io) => {
    const file = input.positionals[0] ?? defaultFile;
    const path = resolve(io.cwd, file);
    try {
      await Deno.mkdir(dirname(path), { recursive: true });
      await Deno.writeTextFile(path, firstScenario, { createNew: true });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error instanceof Deno.errors.AlreadyExists) {
        throw new UsageError(`${file} is there already`, "name another file, or remove it");
      }
      throw new UsageError(`${file} cannot be written: ${error.message}`);
    }
    io.stdout.write(`wrote ${file}; perform it with: natsrig run ${file}\n`);
    return exitCode.ok;
  },
};
