// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What happened in a run, and its judgement. @module */

import type { Bounds } from "./plan_types.ts";
import type { Diagnostic, FailureCode, Json, Value } from "./source_types.ts";

/** One thing that came out of a step: a message, a reply, an ack, a process's result. */
export interface Item {
  /** What `expect` is matched against. */
  readonly value: Value;
  /** The payload had no declared type: `value` is its text, and a mapping asks for JSON. */
  readonly untyped?: boolean;
  /** The payload was not of its declared type; `value` is its text or its bytes. */
  readonly undecodable?: string;
  /** The subject it came on, where it is a message. */
  readonly subject?: string;
  /** Its headers, where it has any. */
  readonly headers?: Headers;
  /** Payload bytes. */
  readonly size?: number;
}

/** Message headers: each name with its values in order. */
export type Headers = { readonly [name: string]: readonly string[] };

/** What a step's action saw. Actions observe and never judge. */
export interface Observation {
  /** What came out, in order; empty where the action gives nothing. */
  readonly items: readonly Item[];
  /**
   * When what the step waited for happened, in milliseconds since the scenario's start. Absent:
   * when the action returned.
   */
  readonly at?: number;
}

/** Why a step could not do what it says. */
export interface Failure {
  /** Set where the system under test gave a reason that `fails` can name. */
  readonly code?: FailureCode;
  /** What went wrong, for people. */
  readonly message: string;
  /** The system under test did it, though no code names it: a process that ended badly. */
  readonly blame?: "system";
}

/** What an event says, by kind. */
export type RunEventBody =
  | {
    readonly kind: "run-start";
    readonly id: string;
    readonly attempt: number;
  }
  /** The version of the servers that were started. */
  | { readonly kind: "server-version"; readonly version: string }
  | { readonly kind: "run-end"; readonly failure?: Failure; readonly elapsed: number }
  | { readonly kind: "step-start" }
  /** The end of a step, or of one try of a step with `until` (then `final` is false). */
  | {
    readonly kind: "step-end";
    readonly final: boolean;
    /** The step's name, where it has one. */
    readonly name?: string;
    /** When what it waited for happened, milliseconds since the scenario's start. */
    readonly at: number;
    readonly items: readonly Item[];
    /** Values of `variable` expectations when the step was judged. */
    readonly variables?: { readonly [name: string]: Json };
    readonly failure?: Failure;
    /** Milliseconds. */
    readonly elapsed: number;
    /** Measured interference of the machine, milliseconds. */
    readonly lag: number;
  }
  | {
    readonly kind: "publish" | "message";
    readonly subject: string;
    /** The subject of the subscription it came on. */
    readonly subscription?: string;
    /** What it is delivered to once: a subscription, or a queue group of one client. */
    readonly delivery?: string;
    readonly reply?: string;
    readonly headers?: Headers;
    readonly data: Uint8Array;
    readonly size: number;
  }
  /** A subscription begins. */
  | { readonly kind: "subscription"; readonly subject: string; readonly delivery: string }
  /** A JetStream acknowledgement of a publish. */
  | {
    readonly kind: "ack";
    readonly subject: string;
    readonly stream: string;
    readonly seq: number;
    readonly duplicate: boolean;
    readonly data: Uint8Array;
  }
  /** What a stream held when the steps had ended, for the `stored` invariant. */
  | {
    readonly kind: "stored";
    readonly stream: string;
    readonly seq: number;
    readonly subject: string;
    readonly data: Uint8Array;
  }
  | {
    readonly kind: "status";
    readonly status: StatusKind;
    readonly failure?: Failure;
    readonly detail?: string;
  }
  | {
    readonly kind: "server";
    readonly node: string;
    readonly change: string;
    readonly detail?: string;
  }
  /** The last lines of a server's log, when something went wrong. */
  | { readonly kind: "server-log"; readonly node: string; readonly lines: readonly string[] }
  | { readonly kind: "print"; readonly text: string }
  | { readonly kind: "output"; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "log"; readonly text: string };

/** The connection events an `await` step can wait for. */
export const statusKinds = [
  "connect",
  "disconnect",
  "reconnecting",
  "reconnect",
  "close",
  "error",
  "lame-duck",
  "discovered-servers",
] as const;

/** A connection event. */
export type StatusKind = typeof statusKinds[number];

/** Something that happened; the log of a run is append-only and ordered by `t`. */
export type RunEvent = {
  /** Milliseconds since the scenario's start, monotonic. */
  readonly t: number;
  /** The id of the step it belongs to. */
  readonly step?: string;
  readonly actor?: string;
} & RunEventBody;

/**
 * How a step or a scenario ended. `fail`: an expectation was not met; `noisy`: a bound was
 * missed by less than the machine's measured interference; `error`: the rig could not do it;
 * `skip`: a reason is given.
 */
export type Outcome = "pass" | "fail" | "noisy" | "error" | "skip";

/** A judged step. */
export interface StepVerdict {
  /** {@linkcode PlannedStep.id}. */
  readonly id: string;
  /** The step's `name`. */
  readonly name?: string;
  /** How it ended. */
  readonly outcome: Outcome;
  /** Milliseconds; the last run of a repeated step. */
  readonly elapsed: number;
  /** Measured interference of the machine meanwhile, milliseconds. */
  readonly lag: number;
  /** What `elapsed` is measured against. */
  readonly bounds: Bounds;
  /** `request "echo.cached" by alice`. */
  readonly headline: string;
  /** How often the step ran. */
  readonly runs: number;
}

/** Something that kept a scenario from passing. */
export interface Problem extends Diagnostic {
  /** What it makes of the scenario. */
  readonly outcome: "fail" | "noisy" | "error";
}

/** The judgement of one run. */
export interface Verdict {
  /** {@linkcode PlannedRun.id}. */
  readonly id: string;
  /** The scenario's title. */
  readonly title: string;
  /** The scenario's prose. */
  readonly about?: string;
  /** The scenario's tags. */
  readonly tags: readonly string[];
  /** {@linkcode Source.path} of its file. */
  readonly file: string;
  /** How it ended. */
  readonly outcome: Outcome;
  /** Why it was skipped. */
  readonly reason?: string;
  /** Skipped because the suite ended early: cancelled, or failed fast. */
  readonly notRun?: boolean;
  /** Listed as known to fail, and did. */
  readonly knownFailing?: boolean;
  /** Milliseconds, of the last attempt. */
  readonly elapsed: number;
  /** 1, or more after noisy attempts. */
  readonly attempts: number;
  /** The version of the server it ran on. */
  readonly server?: string;
  /** All that went wrong, in the order of the steps. */
  readonly problems: readonly Problem[];
  /** The steps that ran. */
  readonly steps: readonly StepVerdict[];
  /** What `print` and process actors wrote. */
  readonly output: string;
  /** The last lines of the server's log, where a problem makes them useful. */
  readonly serverLog?: readonly string[];
}
