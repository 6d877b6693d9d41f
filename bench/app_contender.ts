// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Who takes part in `deno task bench:app`: plain data that both sides of its pipes know. @module */

/** A way to answer requests. */
interface Entry {
  readonly id: string;
  readonly title: string;
  /** What it is compared with. */
  readonly base?: string;
}

/** All contenders, in the tables' order: the same handler by different means. */
export const contenders = [
  { id: "nats.js", title: "nats.js" },
  { id: "router", title: "Router", base: "nats.js" },
  { id: "nats.js-async", title: "nats.js, asynchronous handler" },
  { id: "router-async", title: "Router, asynchronous handler", base: "nats.js-async" },
  { id: "router-cache", title: "Router, from its cache", base: "nats.js-async" },
] as const satisfies readonly Entry[];

/** The name of a contender. */
export type ContenderId = typeof contenders[number]["id"];

/** What a contender is compared with; undefined for what others are compared with. */
export function baseOf(contender: ContenderId): ContenderId | undefined {
  const entry: Entry | undefined = contenders.find(({ id }) => id === contender);
  return contenders.find(({ id }) => id === entry?.base)?.id;
}

/** Who has to be at least as quick as so much of what it is compared with. */
export const target = { contenders: ["router", "router-async"], limit: 0.9 } as const;

/** What a responder's process is told at its start. */
export interface ResponderOptions {
  readonly contender: ContenderId;
  readonly url: string;
  readonly subject: string;
}

/** What a responder has used up to now. */
export interface Usage {
  /** User and system time of the whole process, in milliseconds. */
  readonly cpuMs: number;
}

/** What every request sends, and what it is answered. */
export const message = "a message of the length that such messages have";
