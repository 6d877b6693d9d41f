// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig app`: runs applications made of Routers. @module */

import { appLog } from "./app_log.ts";
import { runApp } from "./app_run.ts";
import { appFlags, appSpec } from "./app_spec.ts";
import { type Stop, untilStopped } from "./client_session.ts";
import type { Command, Input } from "./command.ts";
import { exitCode, type Io } from "./io.ts";

/** Runs applications. */
export const app: Command = {
  name: "app",
  about: "run the Routers that modules export, until Ctrl-C",
  positionals: {
    shape: "FILE...",
    about: "modules: their default export is a Router, or all Routers they export are taken",
  },
  flags: appFlags,
  examples: [
    { line: "natsrig app main.ts", about: "serve its Router" },
    { line: "natsrig app main.ts --watch", about: "and start anew when a file changes" },
    {
      line: "natsrig app main.ts -s nats://nats:4222 --name shop --log json",
      about: "in a container; flags can also be variables: NATSRIG_APP_NAME=shop",
    },
  ],
  run: (input, io) => untilStopped(io, (stop) => serveApp(input, io, stop)),
};

async function serveApp(input: Input, io: Io, { signal }: Stop): Promise<number> {
  const spec = await appSpec(input, io);
  const write = (line: string) => writeLine(io, line);
  if (input.has("watch")) {
    const { watchApp } = await import("./app_watch.ts");
    await watchApp(spec, { signal, write });
  } else await runApp(spec, { signal, log: appLog(spec.log, write) });
  return exitCode.ok;
}

function writeLine(io: Io, line: string): void {
  try {
    io.stderr.write(line);
  } catch (error) {
    // Nobody reads the log any more; the application goes on.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
