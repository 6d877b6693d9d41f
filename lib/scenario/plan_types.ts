// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Scenarios, plans and expectations. @module */

import type { FailureCode, Json, ListNode, MapNode, Node, Source, Span } from "./source_types.ts";

/** A range of time in milliseconds, either end open. */
export interface Bounds {
  /** At least. */
  readonly min?: number;
  /** At most. */
  readonly max?: number;
}

/** What the `server` key asks for. */
export type ServerSpec = ManagedServerSpec | ExternalServerSpec;

/** Servers the rig starts itself. */
export interface ManagedServerSpec {
  /** How many servers; more than one make a cluster. Default: 1. */
  readonly nodes: number;
  /** JetStream is on. Default: false. */
  readonly jetstream: boolean;
  /** There is a WebSocket listener, too. Default: false. */
  readonly websocket: boolean;
  /** Clients connect with TLS; `mutual`: they show a certificate. Default: false. */
  readonly tls: boolean | "mutual";
  /** nats-server configuration text to add. */
  readonly config?: string;
}

/** A server that already runs. */
export interface ExternalServerSpec {
  /** Its client URL: `nats://host:4222`. */
  readonly url: string;
}

/** What has to hold for a scenario to run; otherwise it is skipped. */
export interface Requirements {
  /** A version range such as `>=2.10`. */
  readonly server?: string;
  /** Features the driver must have. */
  readonly driver: readonly string[];
}

/** The payload types of a subject pattern. */
export interface MessageTypes {
  /** A subject, wildcards allowed: `echo.*`. */
  readonly pattern: string;
  /**
   * The type of what is sent: `json`, `text`, `bytes`, or a protobuf message by its full name.
   * Absent: taken from the value.
   */
  readonly send?: string;
  /** The type of what is answered, named as `send` is. */
  readonly reply?: string;
}

/** Who acts in a scenario. */
export type Actor = ClientActor | AppActor | ProcessActor;

/** A NATS client. */
export interface ClientActor {
  /** Tells the actors apart. */
  readonly kind: "client";
  /** Its key under `actors`. */
  readonly name: string;
  /** `false`: a `connect` step connects it. */
  readonly connect: boolean;
  /** Connection options, as `lib/client` takes them. */
  readonly options: { readonly [key: string]: Json };
}

/** A stock application of the toolkit. */
export interface AppActor {
  /** Tells the actors apart. */
  readonly kind: "app";
  /** Its key under `actors`. */
  readonly name: string;
  /** The application: `caching-echo`. */
  readonly app: string;
  /** The application's options. Default: none. */
  readonly with: { readonly [key: string]: Json };
}

/** A process that finds the servers in its environment: `NATS_URL`, with TLS `NATS_CA`. */
export interface ProcessActor {
  /** Tells the actors apart. */
  readonly kind: "process";
  /** Its key under `actors`. */
  readonly name: string;
  /** The command, for a shell. */
  readonly command: string;
}

/**
 * A parsed scenario file: the top level decoded, steps and everything that variables may stand in
 * still as nodes.
 */
export interface Scenario {
  /** The file it was parsed from. */
  readonly source: Source;
  /** Derived from the file's name: `caching_echo.yaml` gives `caching-echo`. */
  readonly id: string;
  /** The `scenario` key. */
  readonly title: string;
  /** Where the title stands. */
  readonly titleSpan: Span;
  /** Prose: what the scenario shows. */
  readonly about?: string;
  /** Words to select it by. Default: none. */
  readonly tags: readonly string[];
  /** The whole document; the planner takes the rest from here. */
  readonly root: MapNode;
  /** Values for `${name}`. */
  readonly vars: ReadonlyMap<string, Node>;
  /** The values of each name; one run is planned per combination. */
  readonly matrix: ReadonlyMap<string, ListNode>;
}

/** An expectation, compiled from a node; it keeps the node's position. */
export type Expectation =
  | { readonly kind: "equal"; readonly value: Json; readonly span: Span }
  | {
    readonly kind: "map";
    readonly entries: readonly { readonly key: string; readonly expected: Expectation }[];
    /** `$exactly`: further keys are refused. */
    readonly exact: boolean;
    readonly span: Span;
  }
  | { readonly kind: "list"; readonly items: readonly Expectation[]; readonly span: Span }
  | {
    /** One operator. `argument` is plain; `operands` are the nested expectations, if it takes any. */
    readonly kind: "operator";
    readonly operator: string;
    readonly argument: Json;
    readonly operands: readonly Expectation[];
    readonly span: Span;
  }
  /** Several operators in one mapping: all must hold. */
  | { readonly kind: "all"; readonly parts: readonly Expectation[]; readonly span: Span }
  /** A leaf with a variable that only the run knows. */
  | { readonly kind: "variable"; readonly text: string; readonly span: Span };

/** A place where an expectation was not met. */
export interface Mismatch {
  /** Where in the value: `$.user.name`, `$[2]`. */
  readonly path: string;
  /** What was asked for, in words: `true`, `a string that matches /^a/`. */
  readonly expected: string;
  /** What was there: `false`, `nothing`. */
  readonly actual: string;
  /** The expectation's position. */
  readonly span: Span;
}

/** The expectations of one step. */
export interface StepExpectations {
  /** Of the value of the only item. */
  readonly expect?: Expectation;
  /** Of the values of all items, one each. */
  readonly expectAll?: Extract<Expectation, { kind: "list" }>;
  /** Of the first item's headers. */
  readonly expectHeaders?: Expectation;
  /** Of the first item's subject. */
  readonly expectSubject?: Expectation;
  /** `expect` is about the list of all items, not about the first. */
  readonly whole?: boolean;
  /** `order: any`: `expectAll` is met by any permutation. */
  readonly anyOrder: boolean;
  /** `count`: how many items there must be. */
  readonly count?: number;
}

/** A step, checked and ready to run. */
export interface PlannedStep {
  /** Position in the scenario: `steps[2]`, `steps[4].parallel[0]`. */
  readonly id: string;
  /** What the scenario calls it; unique there. */
  readonly name?: string;
  /** The action's key. */
  readonly action: string;
  /** The action's main value as text, for headlines: `echo.cached`. */
  readonly subject: string;
  /** The acting actor, where the action has one. */
  readonly by?: string;
  /**
   * The action's parameters as plain data, variables of the plan substituted. Leaves that hold
   * variables only the run knows are still text.
   */
  readonly params: { readonly [key: string]: Json };
  /** Texts in `params` are templates, to be filled when the step runs. */
  readonly templated: boolean;
  /** What its items are held against. */
  readonly expectations: StepExpectations;
  /** How long it may, and must, take: `within`, `after` or `took`. Empty: any time. */
  readonly bounds: Bounds;
  /** Repeat until it passes, for this many milliseconds. */
  readonly untilMs?: number;
  /** The code it has to fail with. Absent: it has to succeed. */
  readonly fails?: FailureCode;
  /** Variable name to path: `{ id: "$.id" }`. */
  readonly save: { readonly [name: string]: string };
  /** Nested steps of `parallel` and `repeat`. */
  readonly children: readonly PlannedStep[];
  /** Where the step stands. */
  readonly span: Span;
  /** The bound's own position, for timing failures. */
  readonly boundsSpan?: Span;
  /** Where the value of `fails` stands. */
  readonly failsSpan?: Span;
}

/** A check over all events. */
export type Invariant =
  | {
    readonly kind: "delivered";
    readonly from: string;
    readonly to: string;
    readonly quantity: "exactly-once" | "at-least-once";
    readonly publisherOrder: boolean;
    readonly span: Span;
  }
  | { readonly kind: "stored"; readonly stream: string; readonly span: Span }
  | { readonly kind: "no-errors"; readonly actor: string; readonly span: Span }
  | {
    readonly kind: "elapsed";
    readonly from: string;
    readonly to: string;
    readonly bounds: Bounds;
    readonly span: Span;
  };

/** One run of a scenario: one combination of its matrix on one server version. */
export interface PlannedRun {
  /** `caching-echo/server=2.12/size=16`: shown, filtered on, listed as known to fail. */
  readonly id: string;
  /** The scenario's title. */
  readonly title: string;
  /** The scenario's prose. */
  readonly about?: string;
  /** The scenario's tags. */
  readonly tags: readonly string[];
  /** {@linkcode Source.path} of its file. */
  readonly file: string;
  /** Where the title stands; problems of the whole run point there. */
  readonly titleSpan: Span;
  /** What has to hold, or the run is skipped. */
  readonly requires: Requirements;
  /** Bound on the whole run, in milliseconds. Default: 30000. */
  readonly timeoutMs: number;
  /** How often it is run again after a `noisy` verdict. Default: 2. */
  readonly retries: number;
  /** The servers to start, or the one to use. */
  readonly server: ServerSpec;
  /** The wanted server version, where the command line asked for one. */
  readonly serverVersion?: string;
  /** Payload types; of the patterns that fit a subject the most exact one counts. */
  readonly messages: readonly MessageTypes[];
  /** Who acts, in the order of the file. */
  readonly actors: readonly Actor[];
  /** Steps to run first. */
  readonly setup: readonly PlannedStep[];
  /** The steps of the story; left out where `setup` failed. */
  readonly steps: readonly PlannedStep[];
  /** Steps to run at the end, whatever happened. */
  readonly teardown: readonly PlannedStep[];
  /** Checks over all events, made after the steps. */
  readonly invariants: readonly Invariant[];
  /** The golden transcript, and where it stands. Absent: any output is right. */
  readonly output?: { readonly text: string; readonly span: Span };
  /** Why it cannot run on the server that the command line names. */
  readonly unfit?: string;
  /** The folder of the scenario file, absolute. */
  readonly folder: string;
  /** Texts that no report or event file may show. */
  readonly secrets: readonly string[];
}

/** Everything that is going to run, in input order. */
export interface Plan {
  /** The runs that tags and filters leave. */
  readonly runs: readonly PlannedRun[];
  /** The files they come from. */
  readonly sources: readonly Source[];
}
