// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A client's life on the command line: connecting, what it reports, Ctrl-C, exit codes. @module */

import type { Client } from "../lib/client/client.ts";
import type { ConnectOptions } from "../lib/client/connect_options.ts";
import { ClientError, type ClientErrorCode } from "../lib/client/error.ts";
import type { ClientStatus } from "../lib/client/status.ts";
import { CodecError } from "../lib/codec/error.ts";
import { visible } from "../lib/scenario/visible.ts";
import { UsageError } from "./command.ts";
import { exitCode, exitCodeOf, type Io, type StopSignal } from "./io.ts";

/** What asks a command to end: the first Ctrl-C or SIGTERM. The second one ends the process. */
export interface Stop {
  /** Aborted by it. */
  readonly signal: AbortSignal;
  /** What it was. */
  readonly by: StopSignal | undefined;
}

/** Mistakes in the command line that only the client finds. */
const mistakes: ReadonlySet<ClientErrorCode> = new Set([
  "invalid-option",
  "invalid-subject",
  "invalid-header",
]);

/** How long the end of a connection may take, in milliseconds. */
export const finishMs = 5000;

/** What an open connection reports that makes the command fail: something got lost. */
const losses: ReadonlySet<ClientErrorCode> = new Set([
  "permission",
  "slow-consumer",
  "outbound-limit",
  "max-payload",
]);

/**
 * Performs a client's command, which the first Ctrl-C asks to end.
 *
 * @returns its exit code, or that of the signal where its reason was thrown
 * @throws {UsageError} for mistakes in the command line; and whatever else `work` throws
 */
export async function untilStopped(
  io: Io,
  work: (stop: Stop) => Promise<number>,
): Promise<number> {
  const controller = new AbortController();
  const { signal } = controller;
  let by: StopSignal | undefined;
  using _listener = io.onStop((pressed) => {
    if (by !== undefined) io.exit(exitCodeOf(pressed));
    by = pressed;
    controller.abort(new DOMException("stopped", "AbortError"));
  });
  try {
    return await work({
      signal,
      get by() {
        return by;
      },
    });
  } catch (error) {
    if (by !== undefined && error === signal.reason) return exitCodeOf(by);
    const mistake = error instanceof CodecError ||
      (error instanceof ClientError && mistakes.has(error.code));
    throw mistake ? new UsageError(error.message) : error;
  }
}

/** Where a session belongs. */
export interface Place {
  readonly io: Io;
  readonly stop: Stop;
}

/**
 * Connects, and performs what a command does with the connection.
 *
 * @returns the exit code: that of `work`, or of the first failure
 * @throws {ClientError} where it cannot connect, or for a mistake in the command line
 */
export async function withSession(
  options: ConnectOptions,
  place: Place,
  work: (session: Session) => Promise<number>,
): Promise<number> {
  await using session = await Session.open(options, place);
  try {
    const code = await work(session);
    return session.failure ?? code;
  } catch (error) {
    if (!(error instanceof ClientError) || mistakes.has(error.code)) throw error;
    session.fail(error);
    return session.failure ?? exitCode.failed;
  }
}

/** An open connection, and what has become of the command so far. */
export class Session implements AsyncDisposable {
  /** The connection. */
  readonly client: Client;
  /** What asks the command to end. */
  readonly stop: Stop;
  readonly #io: Io;
  readonly #refused = new Set<string | undefined>();
  #failure: number | undefined;
  #ending: Promise<void> | undefined;

  private constructor(client: Client, { stop, io }: Place) {
    this.client = client;
    this.stop = stop;
    this.#io = io;
  }

  /**
   * Connects. What happens to the connection is told on stderr.
   *
   * @throws {ClientError} where that fails
   */
  static async open(options: ConnectOptions, place: Place): Promise<Session> {
    const { connect } = await import("../lib/client/mod.ts");
    const { signal } = place.stop;
    const defaults = { maxReconnectAttempts: -1, drainTimeout: finishMs };
    const client = await connect({ ...defaults, ...options }, { signal });
    const session = new Session(client, place);
    client.onStatus((status) => session.#tell(status));
    return session;
  }

  /** The exit code of the first failure. */
  get failure(): number | undefined {
    return this.#failure;
  }

  /** Writes a line to stderr. */
  note(line: string): void {
    try {
      // A subject or the server's words may hold what a terminal would obey.
      this.#io.stderr.write(`${line.replace(/[^\n]+/g, visible)}\n`);
    } catch (error) {
      // Nobody reads it any more; thrown to the connection, it would be lost as well.
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
  }

  /** Tells of an error; the command goes on, and its exit code will be 1. */
  fail(error: unknown): void {
    this.#failure ??= exitCode.failed;
    if (error instanceof ClientError && error.code === "permission") {
      // It is thrown where it is waited for, and reported as a status, too.
      if (this.#refused.has(error.subject)) return;
      this.#refused.add(error.subject);
    }
    this.note(`error: ${error instanceof Error ? error.message : error}`);
  }

  /**
   * Ends the connection in order, after a reconnect where there is none.
   *
   * @throws {ClientError} `timeout` after the connection's `drainTimeout`
   */
  finish(): Promise<void> {
    return this.#ending ??= this.client.drain();
  }

  /** Ends the connection in order where there is one, else at once. */
  abandon(): Promise<void> {
    return this.#ending ??= this.client.state === "connected" ? this.client.drain() : this.#drop();
  }

  /** Ends the connection at once where nothing else has. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending ??= this.client.close();
    await this.client.closed();
  }

  async #drop(): Promise<void> {
    const { pendingBytes } = this.client;
    if (pendingBytes > 0) this.note(`${pendingBytes} B were not sent, as there is no connection`);
    await this.client.close();
  }

  #tell({ status, server, error }: ClientStatus): void {
    if (status === "error" && error !== undefined) {
      if (losses.has(error.code)) this.fail(error);
      else this.note(`error: ${error.message}`);
    }
    if (status === "reconnect") this.note(`reconnected to ${server}`);
    // What follows may be of this program's own doing.
    if (this.#ending !== undefined) return;
    if (status === "disconnect") this.note(`disconnected from ${server}; reconnecting`);
    if (status === "lame-duck") this.note(`${server} is going to shut down`);
    if (status === "close") {
      this.note(`error: ${error?.message ?? "the connection was closed"}`);
      this.#failure = exitCode.rig;
    }
  }
}
