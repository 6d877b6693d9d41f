// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The ways to a nats-server binary, in the order they are tried. @module */

import { apt } from "./apt.ts";
import { archive } from "./archive.ts";
import { cache } from "./cache.ts";
import { env } from "./env.ts";
import { goInstall } from "./go_install.ts";
import { path } from "./path.ts";
import type { Provider } from "./types.ts";

/** All providers, in the order they are tried. */
export const providers: readonly Provider[] = [env, cache, path, archive, goInstall, apt];
