// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import type { ClientTls } from "./environment.ts";
import { clientOptions, clientTls, fillActor } from "./run_actor.ts";
import type { Json } from "./types.ts";

const variables = new Map<string, Json>([["server", { url: "nats://127.0.0.1:4222", port: 4222 }]]);

function options(
  given: { readonly [key: string]: Json },
  tls?: ClientTls,
): { readonly [key: string]: Json } {
  const actor = { kind: "client", name: "a", connect: true, options: given } as const;
  return clientOptions(actor, { variables, folder: "/scenarios", tls });
}

Deno.test("fillActor() fills the variables of the run", () => {
  assertEquals(fillActor({ to: "${server.url}", deep: ["$${x}"] }, variables), {
    to: "nats://127.0.0.1:4222",
    deep: ["${x}"],
  });
});

Deno.test("clientTls() has clients show a certificate where servers want one", () => {
  const files = { caFile: "/ca.pem", certFile: "/c.pem", keyFile: "/k.pem" };
  const texts = { ca: "", cert: "", key: "", issue: () => Promise.reject(new Error("unused")) };
  assertEquals(clientTls(undefined), undefined);
  assertEquals(clientTls({ ...files, ...texts, mutual: false }), { caFile: "/ca.pem" });
  assertEquals(clientTls({ ...files, ...texts, mutual: true }), files);
});

Deno.test("clientOptions() does as the servers want where the actor says nothing of TLS", () => {
  assertEquals(options({}, { caFile: "/ca.pem" }), { tls: { caFile: "/ca.pem" } });
  assertEquals(options({ tls: false }, { caFile: "/ca.pem" }), { tls: false });
  assertEquals(options({ tls: {} }, { caFile: "/ca.pem" }), { tls: {} });
});

Deno.test("clientOptions() has paths start at the scenario's folder", () => {
  const tls = { caFile: "ca.pem", certFile: "/c.pem", keyFile: "${server.url}", serverName: "x" };
  assertEquals(options({ tls, nkey: "a.nk" }), {
    tls: { ...tls, caFile: "/scenarios/ca.pem", keyFile: "/scenarios/nats:/127.0.0.1:4222" },
    nkey: "/scenarios/a.nk",
  });
  assertEquals(options({ nkey: "SUAB" }), { nkey: "SUAB" });
  assertEquals(options({ creds: "keys/a.creds" }), { creds: "/scenarios/keys/a.creds" });
  assertEquals(options({ creds: "/keys/a.creds" }), { creds: "/keys/a.creds" });
  const text = "-----BEGIN NATS USER JWT-----\nx\n";
  assertEquals(options({ creds: text, name: "a" }), { creds: text, name: "a" });
});
