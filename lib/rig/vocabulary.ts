// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The words of the scenario language, from the registries. @module */

import { actions } from "../action/mod.ts";
import { applications } from "../app/applications.ts";
import {
  connectOptionNames,
  decodeConnectOptions,
  parseConnectOptions,
} from "../client/parse_connect_options.ts";
import { ClientError } from "../client/error.ts";
import { features } from "../driver/types.ts";
import { matchers } from "../matcher/mod.ts";
import type { OptionProblem, Vocabulary } from "../scenario/environment.ts";
import type { Json } from "../scenario/types.ts";

/** Everything a scenario can say. */
export const vocabulary: Vocabulary = {
  actions: new Map(Object.entries(actions)),
  matchers: new Map(Object.entries(matchers)),
  applications,
  connectionOptions: new Set(connectOptionNames),
  connectionProblems,
  features: new Set(features),
};

/** The client's own check, each option by itself first, in the words of diagnostics. */
function connectionProblems(options: { readonly [key: string]: Json }): OptionProblem[] {
  const single = Object.entries(options).flatMap(([option, value]) => {
    const message = problemOf(() => decodeConnectOptions({ [option]: value }));
    return message === undefined ? [] : [{ option: partOf(message) ?? option, message }];
  });
  const whole = single.length > 0 ? undefined : problemOf(() => parseConnectOptions(options));
  return whole === undefined ? single : [{ message: whole }];
}

/** Which part of the option a problem is about: `tls.caFile`. */
function partOf(message: string): string | undefined {
  return /'(tls\.\w+)'|^(tls\.\w+):/.exec(message)?.slice(1).find((part) => part !== undefined);
}

function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const [, name, rule] = /^Cannot connect as '([\w.]+)' (must be .*): current value is /.exec(
      error.message,
    ) ?? [];
    return rule === undefined ? error.message : `${name}: ${rule}`;
  }
}
