// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { z } from "zod";
import { EchoRequestSchema, EchoResponseSchema } from "../../proto/mod.ts";
import { echo } from "./echo.ts";

const types = { send: EchoRequestSchema, reply: EchoResponseSchema };

Deno.test("echo answers with the message", async () => {
  await using app = await (await echo.router({})).test();
  const reply = await app.request("joe.echo", { message: "hi" }, types);
  assertEquals([reply.message, reply.cached], ["echo hi", false]);
});

Deno.test("echo listens where it is told to", async () => {
  await using app = await (await echo.router({ subject: "echo.plain" })).test();
  assertEquals((await app.request("echo.plain", { message: "" }, types)).message, "echo ");
});

Deno.test("echo refuses what is no subject", async () => {
  for (const subject of ["", "a b", "a..b", "a.>.b", "a*", 5]) {
    await assertRejects(() => echo.router({ subject }), z.ZodError);
  }
});
