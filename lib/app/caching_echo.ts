// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { z } from "zod";
import { durationPattern, parseDuration } from "../scenario/unit.ts";
import { type Application, defineApplication, isSubject } from "./application.ts";
import { openKvCache } from "./open_kv_cache.ts";
import { Router } from "./router.ts";

const defaultTtl = "5s";
const durationRule = { error: "must be a duration such as 250ms, 5s or 2m" };

/** Echoes, and remembers for a while. */
export const cachingEcho: Application = defineApplication({
  key: "caching-echo",
  about: "Answers an EchoRequest with its message, and says whether the answer came from the " +
    "cache, which keeps it for `ttl`. With `store: kv` instances share a cache in `bucket`.",
  schema: z.strictObject({
    subject: z.string().refine(isSubject, "must be a subject such as test.echo.cached").optional()
      .describe("the subject it listens on; default `test.echo.cached`"),
    ttl: z.string(durationRule).regex(durationPattern, durationRule)
      .refine((text) => parseDuration(text) !== 0, "must be more than 0").optional()
      .describe("how long an answer is kept; default `5s`"),
    store: z.enum(["memory", "kv"]).optional()
      .describe(
        "where answers are kept: in the instance's `memory`, or in a key-value bucket (`kv`); default `memory`",
      ),
    bucket: z.string().regex(/^[\w-]+$/, "must be letters, digits, `-` and `_`").optional()
      .describe("the bucket of `store: kv`, created where it is not there; default `echo`"),
  }).refine(({ store, bucket }) => bucket === undefined || store === "kv", {
    path: ["bucket"],
    error: "must be left out, unless `store` is `kv`",
  }).refine(({ store, ttl = defaultTtl }) => store !== "kv" || (parseDuration(ttl) ?? 0) >= 100, {
    path: ["ttl"],
    error: "must be 100ms or more where `store` is `kv`",
  }),
  async router({ subject = "test.echo.cached", ttl = defaultTtl }) {
    const { EchoRequestSchema, EchoResponseSchema } = await import("../../proto/mod.ts");
    const ttlMs = parseDuration(ttl) ?? 0;
    return new Router().on(
      subject,
      { send: EchoRequestSchema, reply: EchoResponseSchema },
      async ({ message }, { cache }) => {
        const answer = await cache.getOrCompute(`echo ${message}`, () => message, { ttlMs });
        return { message: answer.value, cached: answer.from !== "computed" };
      },
    );
  },
  async open({ store, bucket = "echo", ttl = defaultTtl }, { client, log }) {
    if (store !== "kv") return {};
    const ttlMs = parseDuration(ttl) ?? 0;
    return { cache: await openKvCache(client, { bucket, ttlMs, log }) };
  },
});
