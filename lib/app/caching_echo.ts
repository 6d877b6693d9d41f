// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { z } from "zod";
import { durationPattern, parseDuration } from "../scenario/unit.ts";
import { type Application, defineApplication, isSubject } from "./application.ts";
import { Router } from "./router.ts";

const durationRule = { error: "must be a duration such as 250ms, 5s or 2m" };

/** Echoes, and remembers for a while. */
export const cachingEcho: Application = defineApplication({
  key: "caching-echo",
  about: "Answers an EchoRequest with its message, and says whether the answer came from the " +
    "cache, which keeps it for `ttl`.",
  schema: z.strictObject({
    subject: z.string().refine(isSubject, "must be a subject such as test.echo.cached").optional()
      .describe("the subject it listens on; default `test.echo.cached`"),
    ttl: z.string(durationRule).regex(durationPattern, durationRule)
      .refine((text) => parseDuration(text) !== 0, "must be more than 0").optional()
      .describe("how long an answer is kept; default `5s`"),
  }),
  async router({ subject = "test.echo.cached", ttl = "5s" }) {
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
});
