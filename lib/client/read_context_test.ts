// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { FakeContexts } from "./fake_contexts.ts";
import { readContext } from "./read_context.ts";

Deno.test("readContext() finds the selected context, also below HOME, or none", () => {
  using contexts = new FakeContexts({ dev: { url: "b:2" } }, "dev");
  assertEquals(readContext(undefined, contexts.environment())?.name, "dev");
  assertEquals(readContext(undefined, contexts.environment({ XDG_CONFIG_HOME: "/no" })), undefined);
  Deno.mkdirSync(`${contexts.folder}/.config`);
  Deno.renameSync(`${contexts.folder}/nats`, `${contexts.folder}/.config/nats`);
  const home = new Map([["HOME", contexts.folder]]);
  assertEquals(readContext(undefined, (name) => home.get(name))?.options, { servers: "b:2" });
});
