// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The operators an expectation can use, one file each, and their registry.
 *
 * @module
 */

import { $any } from "./any.ts";
import { $base64 } from "./base64.ts";
import { $between } from "./between.ts";
import { $contains } from "./contains.ts";
import { $exactly } from "./exactly.ts";
import { $gt } from "./gt.ts";
import { $gte } from "./gte.ts";
import { $length } from "./length.ts";
import { $lt } from "./lt.ts";
import { $lte } from "./lte.ts";
import { $not } from "./not.ts";
import { $oneOf } from "./one_of.ts";
import { $regex } from "./regex.ts";
import { $startsWith } from "./starts_with.ts";
import { $type } from "./type.ts";
import type { Matcher } from "./types.ts";

export type { Expectation, Json, Mismatch, Span, Value } from "../scenario/types.ts";
export type { MatchContext, Matcher, MatchFailure, Schema } from "./types.ts";

/** Every operator by its key. */
export const matchers = {
  $any,
  $regex,
  $contains,
  $startsWith,
  $length,
  $gt,
  $gte,
  $lt,
  $lte,
  $between,
  $oneOf,
  $not,
  $exactly,
  $type,
  $base64,
} as const satisfies Record<`$${string}`, Matcher>;

/** The key of an operator. */
export type MatcherKey = keyof typeof matchers;
