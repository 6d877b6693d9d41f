// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The verbs a step can use: one file each, and the registry.
 *
 * @module
 */

import { awaitStatus } from "./await.ts";
import { close } from "./close.ts";
import { connect } from "./connect.ts";
import { consumerCreate } from "./consumer_create.ts";
import { consumerDelete } from "./consumer_delete.ts";
import { consumerInfo } from "./consumer_info.ts";
import { drain } from "./drain.ts";
import { flush } from "./flush.ts";
import { http } from "./http.ts";
import { jsFetch } from "./js_fetch.ts";
import { jsPublish } from "./js_publish.ts";
import { kvBucket } from "./kv_bucket.ts";
import { kvCreate } from "./kv_create.ts";
import { kvDelete } from "./kv_delete.ts";
import { kvGet } from "./kv_get.ts";
import { kvHistory } from "./kv_history.ts";
import { kvKeys } from "./kv_keys.ts";
import { kvPurge } from "./kv_purge.ts";
import { kvPut } from "./kv_put.ts";
import { kvUpdate } from "./kv_update.ts";
import { kvWatch } from "./kv_watch.ts";
import { objectBucket } from "./object_bucket.ts";
import { objectDelete } from "./object_delete.ts";
import { objectGet } from "./object_get.ts";
import { objectInfo } from "./object_info.ts";
import { objectList } from "./object_list.ts";
import { objectPut } from "./object_put.ts";
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
import { streamCreate } from "./stream_create.ts";
import { streamDelete } from "./stream_delete.ts";
import { streamInfo } from "./stream_info.ts";
import { streamPurge } from "./stream_purge.ts";
import { streamUpdate } from "./stream_update.ts";
import { subscribe } from "./subscribe.ts";
import { unsubscribe } from "./unsubscribe.ts";
import type { Action } from "./types.ts";

export type { Action, ActionContext, ActionTraits, Direction, ObjectSchema } from "./types.ts";

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
  "stream.create": streamCreate,
  "stream.update": streamUpdate,
  "stream.delete": streamDelete,
  "stream.purge": streamPurge,
  "stream.info": streamInfo,
  "consumer.create": consumerCreate,
  "consumer.delete": consumerDelete,
  "consumer.info": consumerInfo,
  "js.publish": jsPublish,
  "js.fetch": jsFetch,
  "kv.bucket": kvBucket,
  "kv.put": kvPut,
  "kv.create": kvCreate,
  "kv.update": kvUpdate,
  "kv.get": kvGet,
  "kv.delete": kvDelete,
  "kv.purge": kvPurge,
  "kv.keys": kvKeys,
  "kv.history": kvHistory,
  "kv.watch": kvWatch,
  "object.bucket": objectBucket,
  "object.put": objectPut,
  "object.get": objectGet,
  "object.delete": objectDelete,
  "object.list": objectList,
  "object.info": objectInfo,
} as const satisfies { readonly [key: string]: Action };

/** The key of an action: `publish`, `server.stop`. */
export type ActionKey = keyof typeof actions;
