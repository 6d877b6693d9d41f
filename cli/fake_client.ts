// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Clients of the command line for tests, in this process. @module */

import { type FakeIo, fakeIo } from "./fake_io.ts";
import { main } from "./main.ts";

/** What a client did. */
export interface ClientOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A client that is running. */
export interface RunningClient {
  readonly io: FakeIo;
  /** Its end. */
  readonly outcome: Promise<ClientOutcome>;
}

/** Runs a client to its end. */
export async function runClient(
  args: readonly string[],
  url: string,
  options: Parameters<typeof fakeIo>[0] = {},
): Promise<ClientOutcome> {
  return await begin(args, url, options).outcome;
}

/** Starts `sub` or `reply`; it is subscribed then. */
export async function startListening(
  args: readonly string[],
  url: string,
  options: Parameters<typeof fakeIo>[0] = {},
): Promise<RunningClient> {
  const client = begin(args, url, options);
  const early = client.outcome.then(({ stderr }) => {
    throw new Error(`it ended before it was subscribed: ${stderr}`);
  });
  await Promise.race([written(client.io, /^subscribed to /m), early]);
  early.catch(() => "it has ended as it was meant to");
  return client;
}

/** Waits for a text on stderr or stdout; after a minute it will not come. */
export async function written(io: FakeIo, pattern: RegExp): Promise<void> {
  const end = performance.now() + 60_000;
  while (!pattern.test(io.written.stderr) && !pattern.test(io.written.stdout)) {
    if (performance.now() > end) throw new Error(`no ${pattern} in: ${io.written.stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function begin(
  args: readonly string[],
  url: string,
  options: Parameters<typeof fakeIo>[0] = {},
): RunningClient {
  const io = fakeIo(options);
  const outcome = main([...args, "--servers", url], io).then((code) => ({ code, ...io.written }));
  return { io, outcome };
}
