// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { ServiceError } from "../client/service_error.ts";
import { Call } from "./call.ts";
import { Calls } from "./calls.ts";

const message = {
  subject: "a",
  data: new Uint8Array(),
  headers: undefined,
  reply: undefined,
  at: 0,
};

/** A call, and when it was ended. */
function startCall(timeoutMs: number) {
  const told = Promise.withResolvers<number>();
  const call = new Call(message, { timeoutMs, tell: () => told.resolve(performance.now()) });
  return { call, told: told.promise };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("Calls end those whose time is over, none early, whoever left before", async () => {
  const calls = new Calls();
  const first = startCall(40);
  calls.add(first.call);
  await pause(20);
  const second = startCall(40);
  calls.add(second.call);
  calls.delete(first.call);
  const ended = await second.told;
  assert(ended - second.call.start >= 40);
  assertEquals([first.call.reason, second.call.reason?.code], [undefined, 504]);
  const third = startCall(40);
  calls.add(third.call);
  assert(await third.told - third.call.start >= 40);
});

Deno.test("Calls.end() ends all with one reason, and keeps no timer", () => {
  const calls = new Calls();
  const { call } = startCall(60_000);
  calls.add(call);
  const reason = new ServiceError(503, "over");
  const { signal } = call;
  calls.end(reason);
  assertEquals([call.reason, signal.reason, call.signal.aborted], [reason, reason, true]);
});
