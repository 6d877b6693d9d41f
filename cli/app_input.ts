// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Flags that may stand in the environment. @module */

import type { Flag, Input } from "./command.ts";
import type { Io } from "./io.ts";

/** The variable of a flag: `--queue` is `NATSRIG_APP_QUEUE`. */
export function variableOf(flag: string): string {
  return `NATSRIG_APP_${flag.replaceAll("-", "_").toUpperCase()}`;
}

/** The arguments, where flags that were not given have the values of their variables. */
export function withEnvironment(input: Input, flags: readonly Flag[], io: Pick<Io, "env">): Input {
  const byName = new Map(flags.map((flag) => [flag.name, flag]));
  const variable = (name: string): string | undefined =>
    byName.has(name) ? io.env(variableOf(name)) || undefined : undefined;
  const value = (name: string): string | undefined => input.value(name) ?? variable(name);
  return {
    positionals: input.positionals,
    has: (name) => {
      if (input.has(name)) return true;
      const text = variable(name);
      const isSwitch = byName.get(name)?.value === undefined;
      return text !== undefined && (!isSwitch || !/^(0|false|no)$/i.test(text));
    },
    value,
    values: (name) => {
      const given = input.values(name);
      const text = variable(name);
      return given.length > 0 || text === undefined ? given : [text];
    },
  };
}
