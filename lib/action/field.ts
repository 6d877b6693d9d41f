// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The fields that actions' schemas are built of. @module */

import { durationPattern, parseDuration, parseSize, sizePattern } from "../scenario/unit.ts";
import { z } from "zod";

/** A subject or a subject pattern. */
export function subject(description: string) {
  return z.string().min(1).describe(description);
}

/** A duration, decoded to milliseconds. */
export function duration(description: string) {
  const rule = { error: "must be a duration such as 250ms, 5s or 2m" };
  return z.string(rule).regex(durationPattern, rule).transform((text) => parseDuration(text) ?? 0)
    .describe(description);
}

/** A size, decoded to bytes. */
export function size(description: string) {
  const rule = { error: "must be a size such as 16B, 4KiB or 1MiB" };
  return z.string(rule).regex(sizePattern, rule).transform((text) => parseSize(text) ?? 0).describe(
    description,
  );
}

/** How often, or how many: a whole number from one. */
export function count(description: string) {
  return z.int().min(1).max(10_000_000).describe(description);
}

/** A payload: any JSON value, encoded by the type of its subject. */
export function payload(
  description =
    "payload: encoded by the type of its subject; `{ $random: 64KiB }` and `{ $base64: … }` make bytes",
) {
  return z.json().describe(description);
}

/** Message headers: a value each, or a list of values. */
export function headers(description = "message headers: a value each, or a list of values") {
  return z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])).describe(
    description,
  );
}

/** A configuration as the server's API takes it, with durations such as `5s` allowed. */
export function config(description: string) {
  return z.record(z.string(), z.json()).describe(description);
}

/** Expectations of an action that gives one item. */
export const expectOne = {
  expect: z.json().optional().describe("what must come"),
};

/** The expectation of an action that gives a list, about the list as a whole. */
export const expectList = {
  expect: z.json().optional().describe("what the list of all items must be"),
};

/** Expectations of an action that gives one message. */
export const expectMessage = {
  expect: z.json().optional().describe("the payload that must come"),
  expectHeaders: z.json().optional().describe("the headers that must come"),
  expectSubject: z.json().optional().describe("the subject it must come on"),
};

/** Expectations of an action that gives several items. */
export const expectMany = {
  expectAll: z.array(z.json()).optional().describe("the items that must come, one by one"),
  order: z.enum(["exact", "any"]).optional().describe(
    "`exact` (default): the order of `expectAll` counts; `any`: it does not",
  ),
};
