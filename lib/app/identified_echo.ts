// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { z } from "zod";
import { type Application, defineApplication, isSubject } from "./application.ts";
import { Router } from "./router.ts";

/** Answers `echo <message> from <caller>`. */
export const identifiedEcho: Application = defineApplication({
  key: "identified-echo",
  about: "Answers an EchoRequest with an EchoResponse that names the caller, which is the " +
    "subject's first token: `echo <message> from <caller>`.",
  schema: z.strictObject({
    subject: z.string().refine(isSubject, "must be a subject such as *.echo.identified").optional()
      .describe("the subject it listens on; default `*.echo.identified`"),
  }),
  async router({ subject = "*.echo.identified" }) {
    const { EchoRequestSchema, EchoResponseSchema } = await import("../../proto/mod.ts");
    return new Router().on(
      subject,
      { send: EchoRequestSchema, reply: EchoResponseSchema },
      ({ message }, { caller }) => ({ message: `echo ${message} from ${caller}` }),
    );
  },
});
