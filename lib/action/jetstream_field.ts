// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The fields that JetStream actions' schemas are built of. @module */

import { z } from "zod";

/** A stream's name. */
export function stream(description = "the stream's name") {
  return z.string().regex(/^[^\s.*>/\\]+$/, {
    error: "must be a stream's name, without spaces and . * > / \\",
  }).describe(description);
}

/** `STREAM/consumer`, decoded to both names. */
export function consumer(description = "the stream's and the consumer's name: `STREAM/consumer`") {
  return z.string().regex(/^[^\s.*>/\\]+\/[^\s.*>/\\]+$/, {
    error: "must be STREAM/consumer, such as ORDERS/worker",
  }).transform((text) => {
    const [stream = "", consumer = ""] = text.split("/");
    return { stream, consumer };
  }).describe(description);
}

/** A bucket's name. */
export function bucket(description = "the bucket's name") {
  return z.string().regex(/^[\w-]+$/, {
    error: "must be a bucket's name of letters, digits, - and _",
  }).describe(description);
}

/** The key of a value or an object in a bucket. */
export function key(description: string) {
  return z.string().min(1).describe(description);
}

/** The revision of a key: the sequence its value has in the bucket's stream. */
export function revision(description: string) {
  return z.int().min(0).describe(description);
}

/** The configuration that key-value and object buckets share. */
export const bucketSettings = {
  description: z.string().exactOptional().describe("what it is for"),
  storage: z.enum(["file", "memory"]).exactOptional().describe("default: file"),
  replicas: z.int().min(1).max(5).exactOptional().describe("how many servers hold it; default: 1"),
  compression: z.boolean().exactOptional().describe("default: false"),
  placement: z.record(z.string(), z.json()).exactOptional().describe("which servers may hold it"),
  metadata: z.record(z.string(), z.string()).exactOptional().describe("free texts by name"),
};
