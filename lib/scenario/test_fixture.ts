// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the tests of the pure stages share. @module */

import { actions } from "../action/mod.ts";
import { createCodec } from "../codec/mod.ts";
import { matchers } from "../matcher/mod.ts";
import type { Vocabulary } from "./environment.ts";
import { parseScenario } from "./parse.ts";
import { planScenarios } from "./plan.ts";
import type { Planned, PlanOptions } from "./plan.ts";
import type { PlannedRun } from "./types.ts";
import { z } from "zod";

/** The real actions and matchers, and an application that needs no server. */
export const vocabulary: Vocabulary = {
  actions: new Map(Object.values(actions).map((action) => [action.key, action])),
  matchers: new Map(Object.values(matchers).map((matcher) => [matcher.key, matcher])),
  applications: new Map([["still", {
    key: "still",
    about: "Does nothing.",
    schema: z.strictObject({ subject: z.string().optional() }),
  }]]),
  connectionOptions: new Set(["name", "user", "password", "token", "tls"]),
  features: new Set(["headers", "jetstream"]),
};

const codec = await createCodec();

/** Plans a scenario given as text. */
export function planText(text: string, options: Partial<PlanOptions> = {}): Planned {
  const parsed = parseScenario({ path: "test.yaml", text }, { id: "test" });
  if (parsed.scenario === undefined) {
    return { plan: { runs: [], sources: [] }, diagnostics: parsed.diagnostics };
  }
  return planScenarios([parsed.scenario], {
    vocabulary,
    codecOf: () => codec,
    folderOf: () => "/",
    ...options,
  });
}

/** The one run of a scenario without problems. */
export function runOf(text: string): PlannedRun {
  const { plan, diagnostics } = planText(text);
  const [run] = plan.runs;
  if (run === undefined || diagnostics.length > 0) {
    throw new Error(`not a valid scenario: ${JSON.stringify(diagnostics)}`);
  }
  return run;
}
