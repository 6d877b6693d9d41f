// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Sources, nodes with their positions, and what is said about them. @module */

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
  "invalid-header",
  "invalid-option",
  "protocol",
  "stream-not-found",
  "consumer-not-found",
] as const;

/** A stable failure code; `js:10071` carries a JetStream API error code. */
export type FailureCode = typeof failureCodes[number] | `js:${number}`;
