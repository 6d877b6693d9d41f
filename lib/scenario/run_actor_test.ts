// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { clientOptions, fillActor } from "./run_actor.ts";
import type { Json } from "./types.ts";

const variables = new Map<string, Json>([["server", { url: "nats://127.0.0.1:4222", port: 4222 }]]);

function options(given: { readonly [key: string]: Json }): { readonly [key: string]: Json } {
  const actor = { kind: "client", name: "a", connect: true, options: given } as const;
  return clientOptions(actor, variables, "/scenarios");
}

Deno.test("fillActor() fills the variables of the run", () => {
  assertEquals(fillActor({ to: "${server.url}", deep: ["$${x}"] }, variables), {
    to: "nats://127.0.0.1:4222",
    deep: ["${x}"],
  });
});

Deno.test("clientOptions() has paths of credentials start at the scenario's folder", () => {
  assertEquals(options({ creds: "keys/a.creds" }), { creds: "/scenarios/keys/a.creds" });
  assertEquals(options({ creds: "/keys/a.creds" }), { creds: "/keys/a.creds" });
  const text = "-----BEGIN NATS USER JWT-----\nx\n";
  assertEquals(options({ creds: text, name: "a" }), { creds: text, name: "a" });
});
