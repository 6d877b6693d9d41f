// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The verbs a step can use: one file each, and the registry.
 *
 * @module
 */

import { awaitStatus } from "./await.ts";
import { close } from "./close.ts";
import { connect } from "./connect.ts";
import { drain } from "./drain.ts";
import { flush } from "./flush.ts";
import { http } from "./http.ts";
import { parallel } from "./parallel.ts";
import { print } from "./print.ts";
import { publish } from "./publish.ts";
import { receive } from "./receive.ts";
import { repeat } from "./repeat.ts";
import { request } from "./request.ts";
import { respond } from "./respond.ts";
import { run } from "./run.ts";
import { serverKill } from "./server_kill.ts";
import { serverLameDuck } from "./server_lame_duck.ts";
import { serverPause } from "./server_pause.ts";
import { serverReload } from "./server_reload.ts";
import { serverRestart } from "./server_restart.ts";
import { serverResume } from "./server_resume.ts";
import { serverStart } from "./server_start.ts";
import { serverStop } from "./server_stop.ts";
import { silence } from "./silence.ts";
import { sleep } from "./sleep.ts";
import { subscribe } from "./subscribe.ts";
import { unsubscribe } from "./unsubscribe.ts";
import type { Action } from "./types.ts";

export type { Action, ActionContext, ActionTraits, Direction } from "./types.ts";

/** Every action by its key, in the order of the reference. */
export const actions = {
  connect,
  close,
  drain,
  flush,
  publish,
  subscribe,
  unsubscribe,
  receive,
  silence,
  request,
  respond,
  await: awaitStatus,
  sleep,
  print,
  parallel,
  repeat,
  run,
  http,
  "server.stop": serverStop,
  "server.start": serverStart,
  "server.restart": serverRestart,
  "server.kill": serverKill,
  "server.pause": serverPause,
  "server.resume": serverResume,
  "server.reload": serverReload,
  "server.lame-duck": serverLameDuck,
} as const satisfies { readonly [key: string]: Action };

/** The key of an action: `publish`, `server.stop`. */
export type ActionKey = keyof typeof actions;
