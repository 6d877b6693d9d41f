// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Help texts, drawn from the commands' tables. @module */

import type { Command, Flag } from "./command.ts";
import { helpFlag } from "./parse_input.ts";

/** The help of the program. */
export function renderHelp(commands: readonly Command[], version: string): string {
  return [
    `natsrig ${version}: a test rig for NATS`,
    "",
    "Usage: natsrig COMMAND [FLAGS] [ARGUMENTS]",
    "",
    "Commands:",
    ...columns(commands.map((command) => [command.name, command.about])),
    "",
    "Flags:",
    ...columns([
      ["-h, --help", "show help, also of a command"],
      ["    --version", "show the version"],
    ]),
    "",
    "Examples:",
    ...columns([
      ["natsrig init", "write a first scenario"],
      ["natsrig run", "run all scenarios in scenarios/"],
      ["natsrig sub 'orders.>'", "show what is published"],
      ["natsrig run --help", "what a command can do"],
    ]),
    "",
    "Exit codes:",
    ...columns([
      ["0", "all scenarios passed or were skipped; all was sent, received, answered"],
      ["1", "a scenario failed; something was lost, refused or not answered"],
      ["2", "bad usage or an invalid file"],
      ["3", "the rig could not do its work; no server was reached"],
    ]),
    "",
  ].join("\n");
}

/** The help of a command. */
export function renderCommandHelp(command: Command): string {
  const { positionals } = command;
  const shape = positionals === undefined ? "" : ` ${positionals.shape}`;
  return [
    `${command.about[0]?.toUpperCase() ?? ""}${command.about.slice(1)}.`,
    "",
    `Usage: natsrig ${command.name}${command.flags.length > 0 ? " [FLAGS]" : ""}${shape}`,
    ...(positionals === undefined
      ? []
      : ["", "Arguments:", ...columns([[positionals.shape, positionals.about]])]),
    "",
    "Flags:",
    ...columns([...command.flags, helpFlag].map((flag) => [flagShape(flag), flagAbout(flag)])),
    "",
    "Examples:",
    ...columns(command.examples.map((example) => [example.line, example.about])),
    "",
  ].join("\n");
}

function flagShape(flag: Flag): string {
  const dashes = `${flag.short === undefined ? "    " : `-${flag.short}, `}--${flag.name}`;
  return flag.value === undefined ? dashes : `${dashes} ${flag.value}`;
}

function flagAbout(flag: Flag): string {
  const extras = [
    ...(flag.repeated === true ? ["may be given several times"] : []),
    ...(flag.preset === undefined ? [] : [`default: ${flag.preset}`]),
  ];
  return extras.length === 0 ? flag.about : `${flag.about} (${extras.join("; ")})`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
