// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The program `natsrig`: picks the command, turns what goes wrong into words and exit codes.
 *
 * @module
 */

import config from "../deno.json" with { type: "json" };
import { didYouMean } from "../lib/scenario/suggest.ts";
import { app } from "./app.ts";
import { check } from "./check.ts";
import { type Command, UsageError } from "./command.ts";
import { completion } from "./completion.ts";
import { renderCommandHelp, renderHelp } from "./help.ts";
import { init } from "./init.ts";
import { exitCode, type Io, processIo } from "./io.ts";
import { list } from "./list.ts";
import { outbox } from "./outbox.ts";
import { parseInput } from "./parse_input.ts";
import { pub } from "./pub.ts";
import { reply } from "./reply.ts";
import { request } from "./request.ts";
import { run } from "./run.ts";
import { schema } from "./schema.ts";
import { server } from "./server.ts";
import { sub } from "./sub.ts";

export type { Command, Example, Flag, Input } from "./command.ts";
export type { ByteSink, Io, Sink, StopSignal } from "./io.ts";

/** The version of natsrig. */
export const version: string = config.version;

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  run,
  check,
  list,
  schema,
  server,
  pub,
  sub,
  request,
  reply,
  app,
  outbox,
  init,
  completion(() => commands),
];

/**
 * Runs the program.
 *
 * @param args the command line, without the program's name
 * @returns the exit code: 0 all passed, 1 a scenario or a client's work failed, 2 bad usage or an
 * invalid file, 3 the rig could not do its work or reach a server
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return exitCode.pipe;
    if (error instanceof UsageError) {
      io.stderr.write(`error: ${error.message}\n`);
      if (error.help !== undefined) io.stderr.write(`  help: ${error.help}\n`);
      return exitCode.usage;
    }
    io.stderr.write(`error: ${describe(error)}\n`);
    return exitCode.rig;
  }
}

async function dispatch(args: readonly string[], io: Io): Promise<number> {
  const [name, ...others] = withoutLeadingDashes(args);
  const rest = withoutLeadingDashes(others);
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const command = name === "help" ? commandOf(rest[0]) : undefined;
    io.stdout.write(
      command === undefined ? renderHelp(commands, version) : renderCommandHelp(command),
    );
    return exitCode.ok;
  }
  if (name === "--version") {
    io.stdout.write(`natsrig ${version}\n`);
    return exitCode.ok;
  }
  const command = commandOf(name);
  if (command === undefined) throw unknownCommand(name);
  const flagsEnd = rest.indexOf("--");
  const flags = flagsEnd === -1 ? rest : rest.slice(0, flagsEnd);
  if (flags.includes("--help") || flags.includes("-h")) {
    io.stdout.write(renderCommandHelp(command));
    return exitCode.ok;
  }
  return await command.run(parseInput(command, rest), io);
}

/** `deno task natsrig -- run` hands on the dashes, too. */
function withoutLeadingDashes(args: readonly string[]): readonly string[] {
  return args[0] === "--" ? args.slice(1) : args;
}

function commandOf(name: string | undefined): Command | undefined {
  return commands.find((command) => command.name === name);
}

function unknownCommand(name: string): UsageError {
  const what = name.startsWith("-") ? "flag" : "command";
  const names = what === "flag" ? ["--help", "--version"] : commands.map((command) => command.name);
  return new UsageError(
    `unknown ${what} "${name}"`,
    didYouMean(name, names) ?? "`natsrig --help` shows the commands",
  );
}

/** Errors with a code are told by their message; anything else is a bug, told with its stack. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string"
    ? error.message
    : error.stack ?? error.message;
}

if (import.meta.main) Deno.exit(await main(Deno.args, processIo()));
