// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig completion`: completion scripts for shells, drawn from the commands' tables. @module */

import { type Command, type Flag, UsageError } from "./command.ts";
import { helpFlag } from "./parse_input.ts";
import { exitCode } from "./io.ts";

const renderers = { bash: renderBash, zsh: renderZsh, fish: renderFish } as const;

/** The shells there are scripts for. */
export type Shell = keyof typeof renderers;

function isShell(name: string | undefined): name is Shell {
  return name !== undefined && Object.hasOwn(renderers, name);
}

/**
 * The command, for a program of these commands.
 *
 * @param commands is called when the script is asked for
 */
export function completion(commands: () => readonly Command[]): Command {
  const shells = Object.keys(renderers);
  return {
    name: "completion",
    about: "print a completion script for a shell",
    positionals: { shape: "SHELL", about: shells.join(", "), max: 1 },
    flags: [],
    examples: [
      { line: "source <(natsrig completion bash)", about: "in ~/.bashrc" },
      { line: "natsrig completion zsh > ~/.zfunc/_natsrig", about: "in a folder of fpath" },
      { line: "natsrig completion fish | source", about: "in config.fish" },
    ],
    run: (input, io) => {
      const shell = input.positionals[0];
      if (!isShell(shell)) {
        const problem = shell === undefined ? "no shell is given" : `there is no shell "${shell}"`;
        return Promise.reject(new UsageError(problem, `shells: ${shells.join(", ")}`));
      }
      io.stdout.write(renderCompletion(shell, commands()));
      return Promise.resolve(exitCode.ok);
    },
  };
}

/** The completion script of a shell. */
export function renderCompletion(shell: Shell, commands: readonly Command[]): string {
  return renderers[shell](commands);
}

function flagsOf(command: Command): readonly Flag[] {
  return [...command.flags, helpFlag];
}

/** A flag as it is typed: `-d`, `--data`. */
function dashed({ name, short }: Flag): readonly string[] {
  return [...(short === undefined ? [] : [`-${short}`]), `--${name}`];
}

function renderBash(commands: readonly Command[]): string {
  const cases = commands.map((command) =>
    `    ${command.name}) words="${flagsOf(command).flatMap(dashed).join(" ")}" ;;`
  );
  return `# bash completion of natsrig
_natsrig() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ name }) => name).join(" ")} --help --version"
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _natsrig natsrig
`;
}

function renderZsh(commands: readonly Command[]): string {
  const named = commands.map(({ name, about }) => `    ${zshQuote(`${name}:${about}`)}`);
  const cases = commands.map((command) => {
    const flags = flagsOf(command).flatMap((flag) =>
      dashed(flag).map((name) => `        ${zshFlag(flag, name)} \\`)
    );
    return `      ${command.name})\n        _arguments \\\n${flags.join("\n")}\n` +
      `        '*:file:_files' ;;`;
  });
  return `#compdef natsrig
_natsrig() {
  local -a commands=(
${named.join("\n")}
  )
  _arguments -C '1:command:->command' '*::argument:->argument'
  case "$state" in
    command) _describe command commands ;;
    argument) case "$words[1]" in
${cases.join("\n")}
    esac ;;
  esac
}
if [ "$funcstack[1]" = "_natsrig" ]; then _natsrig "$@"; else compdef _natsrig natsrig; fi
`;
}

function zshFlag(flag: Flag, dashedName: string): string {
  const { about, value, repeated } = flag;
  const text = about.replaceAll(/[[\]:]/g, "\\$&");
  const argument = value === undefined ? "" : `:${value.replaceAll(/[[\]:]/g, "\\$&")}:_files`;
  // The other name of a flag that was given is not offered any more.
  const prefix = repeated === true
    ? "*"
    : flag.short === undefined
    ? ""
    : `(${dashed(flag).join(" ")})`;
  return zshQuote(`${prefix}${dashedName}[${text}]${argument}`);
}

function zshQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function renderFish(commands: readonly Command[]): string {
  const first = commands.map(({ name, about }) =>
    `complete -c natsrig -n __fish_use_subcommand -f -a ${name} -d ${fishQuote(about)}`
  );
  const flags = commands.flatMap((command) =>
    flagsOf(command).map(({ name, short, about, value }) =>
      `complete -c natsrig -n '__fish_seen_subcommand_from ${command.name}'` +
      `${short === undefined ? "" : ` -s ${short}`} -l ${name}` +
      `${value === undefined ? "" : " -r"} -d ${fishQuote(about)}`
    )
  );
  return `# fish completion of natsrig\n${[...first, ...flags].join("\n")}\n`;
}

function fishQuote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
