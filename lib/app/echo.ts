// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { z } from "zod";
import { type Application, defineApplication, isSubject } from "./application.ts";
import { Router } from "./router.ts";

/** Answers `echo <message>`. */
export const echo: Application = defineApplication({
  key: "echo",
  about: "Answers an EchoRequest with an EchoResponse: `echo <message>`.",
  schema: z.strictObject({
    subject: z.string().refine(isSubject, "must be a subject such as *.echo").optional()
      .describe("the subject it listens on; default `*.echo`"),
  }),
  async router({ subject = "*.echo" }) {
    const { EchoRequestSchema, EchoResponseSchema } = await import("../../proto/mod.ts");
    return new Router().on(
      subject,
      { send: EchoRequestSchema, reply: EchoResponseSchema },
      ({ message }) => ({ message: `echo ${message}` }),
    );
  },
});
