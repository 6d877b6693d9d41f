// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The plain values the pipeline's stages exchange: sources and nodes with their positions,
 * scenarios, plans, events and verdicts. No behaviour lives here.
 *
 * @module
 */

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | {
  readonly [key: string]: Json;
};

/** A value as a codec decodes it: JSON, with bytes where the payload type is `bytes`. */
export type Value = Json | Uint8Array;

/** The text of a file, kept so that diagnostics can show its lines. */
export interface Source {
  /** The path as the user gave it, relative to the working directory where possible. */
  readonly path: string;
  /** Its whole content. */
  readonly text: string;
}

/** A half-open range of UTF-16 offsets in a source's text. */
export interface Span {
  /** {@linkcode Source.path} of the file. */
  readonly file: string;
  /** The first character's offset. */
  readonly start: number;
  /** The offset behind the last character. */
  readonly end: number;
}

/** A YAML value with its position. */
export type Node = ScalarNode | ListNode | MapNode;

/** A scalar of the YAML core schema. */
export interface ScalarNode {
  /** Tells the nodes apart. */
  readonly kind: "scalar";
  /** The value, its type as YAML resolves it: `5` is a number, `"5"` a text. */
  readonly value: null | boolean | number | string;
  /** Where it stands, quotes included. */
  readonly span: Span;
}

/** A sequence. */
export interface ListNode {
  /** Tells the nodes apart. */
  readonly kind: "list";
  /** The items, in order. */
  readonly items: readonly Node[];
  /** Where it stands. */
  readonly span: Span;
}

/** A mapping; keys are strings and unique. */
export interface MapNode {
  /** Tells the nodes apart. */
  readonly kind: "map";
  /** The keys with their values, in the order of the file. */
  readonly entries: readonly MapEntry[];
  /** Where it stands. */
  readonly span: Span;
}

/** One key of a mapping. */
export interface MapEntry {
  /** The key as text. */
  readonly key: string;
  /** Where the key stands. */
  readonly keySpan: Span;
  /** What the key holds. */
  readonly value: Node;
}

/** Something a person has to know about a place in a file. */
export interface Diagnostic {
  /** A warning does not keep anything from running. */
  readonly severity: "error" | "warning";
  /** What is wrong, in one line without a full stop: `unknown key "sned"`. */
  readonly message: string;
  /** Where; absent for a problem of a whole file or of the command line. */
  readonly span?: Span;
  /** The file, for a problem without a position in it. */
  readonly file?: string;
  /** Stands behind the carets: `expected true, got false`. */
  readonly label?: string;
  /** Further facts, each drawn as `= fact`. */
  readonly notes?: readonly string[];
  /** What to do: `did you mean "send"?`. */
  readonly help?: string;
}

/** The codes a step's `fails` and the toolkit's typed errors use. */
export const failureCodes = [
  "no-responders",
  "timeout",
  "closed",
  "draining",
  "connection",
  "authentication",
  "permission",
  "max-payload",
  "slow-consumer",
  "outbound-limit",
  "invalid-subject",
  "stream-not-found",
  "consumer-not-found",
] as const;

/** A stable failure code; `js:10071` carries a JetStream API error code. */
export type FailureCode = typeof failureCodes[number] | `js:${number}`;

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

/** A process with `NATS_URL` in its environment. */
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
  /** .proto files, absolute. */
  readonly proto: readonly string[];
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
  "reconnect",
  "close",
  "error",
  "lame-duck",
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
