// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** JetStream configuration as scenarios write it: the server's own keys, with units allowed. @module */

import type { Config } from "../driver/types.ts";
import { durationPattern, parseDuration, parseSize, sizePattern } from "../scenario/unit.ts";
import type { Json } from "../scenario/types.ts";
import { z } from "zod";

interface Unit {
  readonly pattern: RegExp;
  /** The number the server's API takes; undefined where the text is not one. */
  parse(text: string): number | undefined;
  readonly rule: string;
}

const nanosecondsPerMs = 1_000_000;

const duration: Unit = {
  pattern: durationPattern,
  parse(text) {
    const ms = parseDuration(text);
    return ms === undefined ? undefined : Math.round(ms * nanosecondsPerMs);
  },
  rule: "must be a duration such as 250ms, 5s or 2m, or a number of nanoseconds",
};

const size: Unit = {
  pattern: sizePattern,
  parse: parseSize,
  rule: "must be a size such as 16B, 4KiB or 1MiB, or a number of bytes",
};

/** The keys of the server's stream and consumer configuration that have a unit. */
const units: ReadonlyMap<string, Unit> = new Map([
  ["max_age", duration],
  ["duplicate_window", duration],
  ["subject_delete_marker_ttl", duration],
  ["ack_wait", duration],
  ["backoff", duration],
  ["inactive_threshold", duration],
  ["idle_heartbeat", duration],
  ["max_expires", duration],
  ["priority_timeout", duration],
  ["max_bytes", size],
  ["max_msg_size", size],
]);

/** Keys that hold a configuration of their own. All others, such as `metadata`, are left alone. */
const nested: ReadonlySet<string> = new Set(["consumer_limits"]);

/** A value that has no reading, and where it stands in the configuration. */
export interface ConfigProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * Turns a configuration into the form the server's API takes: durations such as `5s` become
 * nanoseconds, sizes such as `1MiB` become bytes. Numbers stay as they are.
 *
 * @example
 * ```ts
 * import { toConfig } from "./jetstream_config.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(toConfig({ max_age: "5s", max_bytes: "1MiB", storage: "memory" }), {
 *   config: { max_age: 5_000_000_000, max_bytes: 1_048_576, storage: "memory" },
 *   problems: [],
 * });
 * ```
 */
export function toConfig(
  config: Config,
): { readonly config: Config; readonly problems: readonly ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  return { config: convertKeys(config, [], problems), problems };
}

/** A stream's or consumer's configuration, decoded to the form the server's API takes. */
export function jetstreamConfig(description: string) {
  return z.record(z.string(), z.json()).transform((written, context): Config => {
    const { config, problems } = toConfig(written);
    for (const { path, message } of problems) {
      context.addIssue({ code: "custom", message, path: [...path], input: written });
    }
    return config;
  }).describe(description);
}

/** A duration in a bucket's configuration, decoded to the nanoseconds of the server's API. */
export function nanoseconds(description: string) {
  return withUnit(duration, description);
}

/** A size in a bucket's configuration, decoded to bytes. */
export function bytes(description: string) {
  return withUnit(size, description);
}

function withUnit(unit: Unit, description: string) {
  const problem = { error: unit.rule };
  const written = z.union([z.string().regex(unit.pattern, problem), z.int()], problem);
  return written.transform((value, context) => {
    const converted = typeof value === "string" ? unit.parse(value) : value;
    if (converted !== undefined) return converted;
    context.addIssue({ code: "custom", message: unit.rule, input: value });
    return z.NEVER;
  }).describe(description);
}

function convertKeys(
  config: Config,
  path: readonly (string | number)[],
  problems: ConfigProblem[],
): Config {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const here = [...path, key];
      const unit = units.get(key);
      if (unit !== undefined) return [key, convert(value, unit, here, problems)];
      return [
        key,
        nested.has(key) && isMapping(value) ? convertKeys(value, here, problems) : value,
      ];
    }),
  );
}

function convert(
  value: Json,
  unit: Unit,
  path: readonly (string | number)[],
  problems: ConfigProblem[],
): Json {
  if (typeof value === "number") return value;
  if (isList(value)) {
    return value.map((item, index) => convert(item, unit, [...path, index], problems));
  }
  const converted = typeof value === "string" ? unit.parse(value) : undefined;
  if (converted === undefined) problems.push({ path, message: unit.rule });
  return converted ?? value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isMapping(value: Json): value is Config {
  return typeof value === "object" && value !== null && !isList(value);
}
