// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What `deno task bench:client` measures: plain data that both sides of its pipes know. @module */

/** One kind of work. */
export interface Row {
  /** Its name on the command line. */
  readonly id: string;
  /** Its name in the tables. */
  readonly title: string;
  /** Whether it needs JetStream, which the raw sockets do not speak. */
  readonly jetstream: boolean;
  /**
   * The fewest operations that make a batch, however slow they are: several times what is in
   * flight, enough for a 99th percentile and for the collector's pauses to be in it, or enough to
   * make little of the start.
   */
  readonly least: number;
}

/** All rows, in the tables' order. */
export const rows = [
  { id: "publish", title: "publish", jetstream: false, least: 1 },
  { id: "pubsub", title: "publish to subscriber", jetstream: false, least: 1 },
  { id: "request", title: "request, one by one", jetstream: false, least: 1500 },
  { id: "request-256", title: "request, 256 in flight", jetstream: false, least: 1024 },
  { id: "far", title: "request to raw sockets, one by one", jetstream: false, least: 1500 },
  { id: "far-256", title: "request to raw sockets, 256 in flight", jetstream: false, least: 1024 },
  { id: "js-publish", title: "JetStream publish, one by one", jetstream: true, least: 1500 },
  { id: "js-publish-256", title: "JetStream publish, 256 in flight", jetstream: true, least: 1024 },
  { id: "js-consume", title: "JetStream consume", jetstream: true, least: 512 },
] as const satisfies readonly Row[];

/** The name of a row. */
export type RowId = typeof rows[number]["id"];

/** Payload sizes in bytes. */
export const sizes: readonly number[] = [16, 128, 4096, 65536];

/** How many requests or publishes are under way where several are. */
export const inFlight = 256;

/** Where the responder that is a process of its own answers. */
export const echoSubject = "bench.echo";
/** The stream that is published to, and its subject. */
export const publishStream = { name: "BENCH", subject: "bench.stored" } as const;
/** The stream that is consumed, filled before, and its subject. */
export const filledStream = { name: "BENCH_FILLED", subject: "bench.filled" } as const;

/** One batch, as a contender's process is asked for it. */
export interface Task {
  readonly row: RowId;
  /** Payload bytes. */
  readonly size: number;
  /** Operations. */
  readonly count: number;
}

/** What one batch took. */
export interface Batch {
  readonly elapsedMs: number;
  /** User and system time of the whole process. */
  readonly cpuMs: number;
  /** The process's peak of resident memory so far, in bytes; undefined where the system does not tell. */
  readonly peakBytes?: number;
  /** Median and 99th percentile of the operations' own times, for a row that is one by one. */
  readonly latency?: { readonly p50Ms: number; readonly p99Ms: number };
}

/**
 * Messages that are published at a stretch: 512 KiB of them, and at most 4096. Two stretches are
 * under way at a time, so that neither side waits for the other and memory is bounded.
 */
export function burstOf(size: number): number {
  return Math.min(4096, Math.floor(512 * 1024 / size));
}

/** Messages in the stream that is consumed: 32 MiB of them, and at most 65536. */
export function filledCount(size: number): number {
  return Math.min(65536, Math.floor(32 * 1024 * 1024 / size));
}
