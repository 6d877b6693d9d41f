// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The words of the scenario language, from the registries. @module */

import { actions } from "../action/mod.ts";
import { applications } from "../app/applications.ts";
import { connectOptionNames } from "../client/connect_options.ts";
import { features } from "../driver/types.ts";
import { matchers } from "../matcher/mod.ts";
import type { Vocabulary } from "../scenario/environment.ts";

/** Everything a scenario can say. */
export const vocabulary: Vocabulary = {
  actions: new Map(Object.entries(actions)),
  matchers: new Map(Object.entries(matchers)),
  applications,
  connectionOptions: new Set(connectOptionNames),
  features: new Set(features),
};
