// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Application } from "./application.ts";
import { cachingEcho } from "./caching_echo.ts";
import { echo } from "./echo.ts";
import { identifiedEcho } from "./identified_echo.ts";
import { pingPong } from "./ping_pong.ts";
import { streamEcho } from "./stream_echo.ts";

/** The stock applications by key. */
export const applications: ReadonlyMap<string, Application> = new Map(
  [
    cachingEcho,
    echo,
    identifiedEcho,
    pingPong,
    streamEcho,
  ].map((application) => [application.key, application]),
);
