// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { X509Certificate } from "node:crypto";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { type CertificateAndKey, type Certificates, makeCertificates } from "./certificates.ts";

async function withCertificates(
  test: (certificates: Certificates, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "natsrig-" });
  try {
    await test(await makeCertificates({ folder }), folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Has a TLS server say hello to a client that connects by a host name. */
async function hello(
  identity: CertificateAndKey,
  caCerts: string[],
  hostname: string,
): Promise<string> {
  const { cert, key } = identity;
  using listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key });
  const served = (async () => {
    using accepted = await listener.accept();
    await accepted.write(new TextEncoder().encode("hello"));
  })();
  const { port } = listener.addr;
  try {
    const plain = await Deno.connect({ hostname: "127.0.0.1", port });
    using client = await Deno.startTls(plain, { hostname, caCerts });
    const buffer = new Uint8Array(16);
    const count = await client.read(buffer);
    return new TextDecoder().decode(buffer.subarray(0, count ?? 0));
  } finally {
    // The server's side sees the refusal too.
    await served.catch(() => {});
  }
}

Deno.test("makeCertificates() makes a server certificate that the authority's friends trust", async () => {
  await withCertificates(async ({ ca, server }) => {
    for (const host of ["localhost", "127.0.0.1", "::1"]) {
      assertEquals(await hello(server, [ca], host), "hello");
    }
  });
});

Deno.test("makeCertificates() makes certificates that other authorities' friends refuse", async () => {
  await withCertificates(async ({ server }) => {
    await withCertificates(async ({ ca: other }) => {
      await assertRejects(() => hello(server, [other], "localhost"), Error, "UnknownIssuer");
    });
  });
});

Deno.test("makeCertificates() issues certificates for other hosts, and expired ones", async () => {
  await withCertificates(async ({ ca, issue }) => {
    const elsewhere = await issue({ name: "elsewhere", hosts: ["nats.example", "2001:db8::7"] });
    assertEquals(await hello(elsewhere, [ca], "nats.example"), "hello");
    await assertRejects(() => hello(elsewhere, [ca], "localhost"), Error, "not valid for name");
    const old = await issue({ name: "old", hosts: ["localhost"], expired: true });
    await assertRejects(() => hello(old, [ca], "localhost"), Error, "expired");
    assertEquals(await hello(elsewhere, [ca], "2001:db8::7"), "hello");
  });
});

Deno.test("makeCertificates() writes files, of which keys are for the owner alone", async () => {
  await withCertificates(async ({ ca, caFile, server, client, issue }, folder) => {
    const bob = await issue({ name: "bob" });
    assertEquals(caFile, `${folder}/ca.pem`);
    assertEquals(await Deno.readTextFile(caFile), ca);
    for (const { cert, certFile, key, keyFile } of [server, client, bob]) {
      assertEquals(await Deno.readTextFile(certFile), cert);
      assertEquals(await Deno.readTextFile(keyFile), key);
      const { mode } = await Deno.stat(keyFile);
      if (Deno.build.os !== "windows") assertEquals((mode ?? 0) & 0o777, 0o600);
    }
    assertEquals(bob.certFile, `${folder}/bob.pem`);
    assertMatch(bob.key, /^-----BEGIN PRIVATE KEY-----\n/);
    assertEquals(new X509Certificate(bob.cert).subject, "CN=bob");
    assert(new X509Certificate(bob.cert).serialNumber !== new X509Certificate(ca).serialNumber);
  });
});
