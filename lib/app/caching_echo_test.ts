// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { z } from "zod";
import { EchoRequestSchema, EchoResponseSchema } from "../../proto/mod.ts";
import { Cache } from "./cache.ts";
import { cachingEcho } from "./caching_echo.ts";

const types = { send: EchoRequestSchema, reply: EchoResponseSchema };

Deno.test("caching-echo says which answers come from the cache, per message and for its ttl", async () => {
  let now = 0;
  const router = await cachingEcho.router({ subject: "echo.cached", ttl: "2s" });
  await using app = await router.test({ cache: new Cache({ now: () => now }) });
  const ask = async (message: string): Promise<unknown> => {
    const reply = await app.request("echo.cached", { message }, types);
    return [reply.message, reply.cached];
  };
  assertEquals(await ask("hi"), ["hi", false]);
  now = 1999;
  assertEquals(await ask("hi"), ["hi", true]);
  assertEquals(await ask("ho"), ["ho", false]);
  now = 2000;
  assertEquals(await ask("hi"), ["hi", false]);
  assertEquals(await ask("hi"), ["hi", true]);
});

Deno.test("caching-echo keeps answers for five seconds unless it is told otherwise", async () => {
  let now = 0;
  await using app = await (await cachingEcho.router({})).test({
    cache: new Cache({ now: () => now }),
  });
  const ask = async (): Promise<boolean> =>
    (await app.request("test.echo.cached", { message: "hi" }, types)).cached;
  assertEquals(await ask(), false);
  now = 4999;
  assertEquals(await ask(), true);
  now = 5000;
  assertEquals(await ask(), false);
});

Deno.test("caching-echo refuses what is no time to live", async () => {
  for (const ttl of ["5", "0s", 5]) {
    await assertRejects(() => cachingEcho.router({ ttl }), z.ZodError);
  }
});

Deno.test("caching-echo refuses what does not go with its store", async () => {
  for (
    const options of [{ bucket: "b" }, { store: "memory", bucket: "b" }, { store: "disk" }, {
      store: "kv",
      ttl: "99ms",
    }]
  ) {
    await assertRejects(() => cachingEcho.router(options), z.ZodError);
  }
  assertEquals((await cachingEcho.router({ store: "kv", bucket: "b" })).routes().length, 1);
});
