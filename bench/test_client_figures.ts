// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A small result for the tests of what is made of it. @module */

import type { Contender, ContenderId } from "./client_contender.ts";
import type { Cell } from "./client_result.ts";

/** Contenders that are never started. */
export const contenders: readonly Contender[] = [
  contender("natsrig", "natsrig", false),
  contender("node", "transport-node in Node", true),
  contender("original", "transport-deno", false),
  contender("raw", "raw sockets", false),
];

/** One cell with times of operations, and one in which somebody is missing. */
export const cells: readonly Cell[] = [
  {
    row: "request",
    size: 128,
    count: 500,
    figures: [
      {
        contender: "natsrig",
        rate: 4000,
        cpuUs: 100,
        peakBytes: 2 ** 26,
        latency: { p50Ms: 0.2, p99Ms: 0.5 },
      },
      {
        contender: "node",
        rate: 3000,
        cpuUs: 80,
        peakBytes: 2 ** 25,
        latency: { p50Ms: 0.4, p99Ms: 0.6 },
      },
      {
        contender: "original",
        rate: 2000,
        cpuUs: 200,
        peakBytes: 2 ** 27,
        latency: { p50Ms: 0.4, p99Ms: 4 },
      },
    ],
    failures: [],
  },
  {
    row: "publish",
    size: 4096,
    count: 8192,
    figures: [
      { contender: "natsrig", rate: 123_456, cpuUs: 1.234 },
      { contender: "node", rate: 12_345, cpuUs: 2 },
      { contender: "raw", rate: 999_999, cpuUs: 0.5 },
    ],
    failures: [{ contender: "original", reason: "Error: it has gone" }],
  },
];

function contender(id: ContenderId, title: string, npm: boolean): Contender {
  return {
    id,
    title,
    npm,
    jetstream: id !== "raw",
    command: () => {
      throw new Error(`${title} is not to be started`);
    },
  };
}
