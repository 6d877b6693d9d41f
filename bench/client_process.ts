// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Processes that are asked for batches over their pipes. @module */

import { type Guard, holdGuard } from "../lib/server/mod.ts";
import type { Batch, Task } from "./client_row.ts";

/** A program, and how it is started. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** How long a process may take to answer, in milliseconds. */
const patienceMs = 60_000;

/** How much of what a process wrote to its standard error is kept, in characters. */
const keptCharacters = 2000;

/** A process that answers each line with a line, both JSON. Disposing of it ends it. */
export class LineProcess<Question = Task, Answer = Batch> implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #guard: Guard;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncIterator<string>;
  readonly #complaint: Promise<void>;
  #said = "";

  private constructor(child: Deno.ChildProcess, guard: Guard) {
    this.#child = child;
    this.#guard = guard;
    this.#input = child.stdin.getWriter();
    this.#lines = lines(child.stdout);
    this.#complaint = this.#listen();
  }

  /** Starts it; resolves at its first line, which says that it is ready. */
  static async start<Question = Task, Answer = Batch>(
    { command, args }: Command,
    signal: AbortSignal,
  ): Promise<LineProcess<Question, Answer>> {
    signal.throwIfAborted();
    const child = new Deno.Command(command, {
      args: [...args],
      env: { NO_COLOR: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const guard = holdGuard();
    const started = new LineProcess<Question, Answer>(child, guard);
    try {
      await guard.watch(child.pid);
      await started.#next(signal);
      return started;
    } catch (error) {
      await started[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Asks it, such as for a batch. */
  async ask(question: Question, signal: AbortSignal): Promise<Answer> {
    const line = new TextEncoder().encode(`${JSON.stringify(question)}\n`);
    await this.#input.write(line).catch(() => "where it has ended, so does its output");
    return JSON.parse(await this.#next(signal));
  }

  /** Kills it, and waits for its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#kill();
    await this.#child.status;
    await this.#complaint;
    await this.#input.abort().catch(() => "its reader has gone");
    while (!(await this.#lines.next()).done);
    await this.#guard[Symbol.asyncDispose]();
  }

  async #next(signal: AbortSignal): Promise<string> {
    // Its output ends with it.
    const kill = () => this.#kill();
    const timer = setTimeout(() => {
      this.#said += `it was killed, as it did not answer within ${patienceMs} ms`;
      kill();
    }, patienceMs);
    signal.addEventListener("abort", kill, { once: true });
    if (signal.aborted) kill();
    try {
      const { value, done } = await this.#lines.next();
      signal.throwIfAborted();
      if (done !== true) return value;
      await this.#complaint;
      throw new Error(`The process ended: ${this.#said.trim() || "it said nothing"}`);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", kill);
    }
  }

  async #listen(): Promise<void> {
    for await (const text of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      this.#said = `${this.#said}${text}`.slice(0, keptCharacters);
    }
  }

  #kill(): void {
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
      // It has ended by itself.
    }
  }
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}
