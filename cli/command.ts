// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What a command is: a table of flags and examples from which parsing and help are derived. @module */

import type { Io } from "./io.ts";

/** A flag of a command. */
export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  /** A letter that stands for it behind one dash. */
  readonly short?: string;
  /** One line, without a full stop. */
  readonly about: string;
  /** The name of its value in the help; absent: the flag takes none. */
  readonly value?: string;
  /** Its value may be the empty text. */
  readonly empty?: boolean;
  /** It may be given several times. */
  readonly repeated?: boolean;
  /** The values it can have, for completion and suggestions. */
  readonly choices?: readonly string[];
  /** Shown in the help. */
  readonly preset?: string;
}

/** A line of the help that shows a use. */
export interface Example {
  /** The command line. */
  readonly line: string;
  /** What it does, in a few words. */
  readonly about: string;
}

/** The arguments of a command, parsed. */
export interface Input {
  /** What is no flag, in order. */
  readonly positionals: readonly string[];
  /** Whether a flag was given. */
  has(flag: string): boolean;
  /** The last value given. */
  value(flag: string): string | undefined;
  /** All values given, in order. */
  values(flag: string): readonly string[];
}

/** One command of the program. */
export interface Command {
  /** The word on the command line. */
  readonly name: string;
  /** One line, without a full stop. */
  readonly about: string;
  /** What stands behind the name: `[FILE]`. Absent: it takes no arguments. */
  readonly positionals?: {
    readonly shape: string;
    readonly about: string;
    /** How many there can be. Default: any number. */
    readonly max?: number;
    /** What to do where there are more. Default: see the help. */
    readonly beyond?: string;
  };
  /** What it takes besides `--help`. */
  readonly flags: readonly Flag[];
  /** Shown at the end of its help. */
  readonly examples: readonly Example[];
  /**
   * Performs it.
   *
   * @returns the exit code
   * @throws {UsageError} where the arguments are wrong
   */
  run(input: Input, io: Io): Promise<number>;
}

/** Wrong use of the command line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** What to do, if that can be said. */
  readonly help?: string;

  constructor(message: string, help?: string) {
    super(message);
    if (help !== undefined) this.help = help;
  }
}
