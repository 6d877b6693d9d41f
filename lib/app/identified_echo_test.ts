// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { EchoRequestSchema, EchoResponseSchema } from "../../proto/mod.ts";
import { identifiedEcho } from "./identified_echo.ts";

const types = { send: EchoRequestSchema, reply: EchoResponseSchema };

Deno.test("identified-echo names the caller", async () => {
  await using app = await (await identifiedEcho.router({})).test();
  const reply = await app.request("joe.echo.identified", { message: "hi" }, types);
  assertEquals(reply.message, "echo hi from joe");
});
