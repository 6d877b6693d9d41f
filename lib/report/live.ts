// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Live progress on a terminal: what runs now, below what has been written. @module */

import { createPaint, type Paint } from "../scenario/paint.ts";
import { truncate, visible } from "../scenario/visible.ts";
import { formatSeconds } from "./measure.ts";
import type { ReportOutput, SuiteEvent } from "./types.ts";

/** At most this many scenarios are shown as running. */
const mostRunning = 8;

/** A scenario under way. */
interface Running {
  readonly id: string;
  readonly startedAt: number;
  readonly attempt: number;
  readonly step?: string;
}

/** What live progress shows. */
export interface Progress {
  readonly running: readonly Running[];
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly startedAt: number;
}

/** How live progress is drawn. */
export interface LiveStyle {
  readonly paint: Paint;
  readonly width: number;
  /** Milliseconds, monotonic. */
  readonly now: number;
}

/** The lines of live progress, none wider than the terminal. */
export function renderLive(progress: Progress, style: LiveStyle): string[] {
  const { paint, now } = style;
  // One column stays free: some terminals wrap when the last is written.
  const columns = Math.max(1, style.width - 1);
  const failed = progress.failed === 0 ? "" : `, ${progress.failed} failed`;
  const elapsed = formatSeconds(now - progress.startedAt);
  const head = `${progress.done}/${progress.total} done${failed}, ${elapsed}`;
  const lines = progress.running.slice(0, mostRunning).map((run) => {
    const attempt = run.attempt > 1 ? ` (try ${run.attempt})` : "";
    const step = run.step === undefined ? "" : `  ${visible(run.step)}`;
    const time = formatSeconds(now - run.startedAt);
    return paint.dim(truncate(`  ${time}  ${visible(run.id)}${attempt}${step}`, columns));
  });
  const more = progress.running.length - mostRunning;
  return [
    paint.bold(truncate(head, columns)),
    ...lines,
    ...more > 0 ? [paint.dim(truncate(`  and ${more} more`, columns))] : [],
  ];
}

/** The region at the end of a terminal's output that is drawn again and again. */
export class LiveRegion {
  readonly #output: ReportOutput;
  readonly #running = new Map<string, Running>();
  readonly #done = new Set<string>();
  #failed = 0;
  #total = 0;
  #startedAt = 0;
  #active = false;
  #lines = 0;

  /** @param output a terminal */
  constructor(output: ReportOutput) {
    this.#output = output;
  }

  /** Takes note of an event; draws nothing. */
  handle(event: SuiteEvent): void {
    switch (event.kind) {
      case "suite-start":
        this.#total = event.runs.length;
        this.#startedAt = this.#output.now();
        this.#active = true;
        break;
      case "run-start": {
        const startedAt = this.#running.get(event.id)?.startedAt ?? this.#output.now();
        this.#running.set(event.id, { id: event.id, startedAt, attempt: event.attempt });
        break;
      }
      case "run-progress": {
        const run = this.#running.get(event.id);
        if (run !== undefined) this.#running.set(event.id, { ...run, step: event.step });
        break;
      }
      case "run-end":
        this.#end(event.id);
        break;
      case "verdict": {
        const { outcome, knownFailing } = event.verdict;
        this.#end(event.verdict.id);
        if (knownFailing !== true && (outcome === "fail" || outcome === "error")) this.#failed++;
        break;
      }
      case "suite-end":
        this.#active = false;
    }
  }

  #end(id: string): void {
    this.#running.delete(id);
    this.#done.add(id);
  }

  /** Draws the region again, with lasting text above it if given. */
  draw(lasting = ""): void {
    const lines = this.#active ? this.#render() : [];
    const erase = this.#lines === 0 ? "" : `\x1b[${this.#lines}A\r\x1b[J`;
    const text = erase + lasting + lines.map((line) => `${line}\n`).join("");
    if (text !== "") this.#output.write(text);
    this.#lines = lines.length;
  }

  #render(): string[] {
    const progress = {
      running: [...this.#running.values()],
      done: this.#done.size,
      failed: this.#failed,
      total: this.#total,
      startedAt: this.#startedAt,
    };
    const { colour, width } = this.#output;
    return renderLive(progress, { paint: createPaint(colour), width, now: this.#output.now() });
  }
}
