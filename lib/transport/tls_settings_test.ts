// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import type { Certificates } from "../server/mod.ts";
import { makeCertificates } from "../server/mod.ts";
import { ConnectionError } from "./mod.ts";
import type { TransportTlsOptions } from "./tls_settings.ts";
import { readTlsSettings } from "./tls_settings.ts";

/** Runs a test with certificates in a folder that is removed afterwards. */
async function withCertificates(
  test: (made: Certificates, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(await makeCertificates({ folder }), folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function refusal(tls: TransportTlsOptions): Promise<string> {
  const { message } = await assertRejects(() => readTlsSettings(tls), ConnectionError);
  return message;
}

Deno.test("readTlsSettings() has nothing to say where nothing is given", async () => {
  assertEquals(await readTlsSettings({ handshakeFirst: true }), { caCerts: [] });
});

Deno.test("readTlsSettings() reads texts and files alike, files anew each time", async () => {
  await withCertificates(async ({ ca, caFile, client, server }, folder) => {
    const { cert, key, certFile, keyFile } = client;
    const expected = { caCerts: [ca], pair: { cert, key } };
    assertEquals(await readTlsSettings({ ca, cert, key }), expected);
    assertEquals(await readTlsSettings({ caFile, certFile, keyFile }), expected);
    assertEquals(await readTlsSettings({ caFile, cert, keyFile }), expected);
    await Deno.writeTextFile(`${folder}/client.pem`, server.cert);
    await Deno.writeTextFile(`${folder}/client-key.pem`, server.key);
    const { pair } = await readTlsSettings({ certFile, keyFile });
    assertEquals(pair, { cert: server.cert, key: server.key });
  });
});

Deno.test("readTlsSettings() wants a certificate and its own key together", async () => {
  await withCertificates(async ({ client, server }) => {
    assertEquals(
      await refusal({ cert: client.cert }),
      "Cannot connect as 'tls.key' or 'tls.keyFile' must go with the certificate: current value is not given",
    );
    assertEquals(
      await refusal({ keyFile: client.keyFile }),
      "Cannot connect as 'tls.cert' or 'tls.certFile' must go with the key: current value is not given",
    );
    assertEquals(
      await refusal({ certFile: client.certFile, key: server.key }),
      "Cannot connect as 'tls.key' must be the key of 'tls.certFile': current value is another key",
    );
  });
});

Deno.test("readTlsSettings() takes a text or a file, not both", async () => {
  assertEquals(
    await refusal({ ca: "text", caFile: "/ca.pem" }),
    `Cannot connect as 'tls.caFile' must be left out where 'tls.ca' is given: current value is "/ca.pem"`,
  );
});

Deno.test("readTlsSettings() names the option of a file that cannot be read", async () => {
  for (const option of ["caFile", "certFile", "keyFile"] as const) {
    const { message, cause } = await assertRejects(
      () => readTlsSettings({ [option]: "/nowhere/x.pem" }),
      ConnectionError,
      `Cannot connect as 'tls.${option}' must be a readable file: current value is "/nowhere/x.pem"`,
    );
    assertEquals(cause instanceof Deno.errors.NotFound, true, message);
  }
});

Deno.test("readTlsSettings() names the option of a text that is not what it should be", async () => {
  await withCertificates(async ({ caFile, client }) => {
    const { cert, key, certFile, keyFile } = client;
    assertEquals(
      await refusal({ ca: "rubbish" }),
      "Cannot connect as 'tls.ca' must be certificates as PEM: current value is text that is no PEM",
    );
    assertEquals(
      await refusal({ caFile: keyFile }),
      "Cannot connect as 'tls.caFile' must be certificates as PEM: current value is a PRIVATE KEY that cannot be read",
    );
    assertEquals(
      await refusal({ cert: "", key }),
      "Cannot connect as 'tls.cert' must be certificates as PEM: current value is text that is no PEM",
    );
    assertEquals(
      await refusal({ certFile, keyFile: caFile }),
      "Cannot connect as 'tls.keyFile' must be an unencrypted private key as PEM: current value is a CERTIFICATE that cannot be read",
    );
    assertEquals(
      await refusal({ cert, key: key.replace("M", "!") }),
      "Cannot connect as 'tls.key' must be an unencrypted private key as PEM: current value is a PRIVATE KEY that cannot be read",
    );
  });
});

Deno.test("readTlsSettings() never shows a key", async () => {
  await withCertificates(async ({ client, server }) => {
    const broken = server.key.replace("-----END", "!-----END");
    for (const key of [broken, server.key, server.key.replace("BEGIN", "BEGUN")]) {
      const error = await assertRejects(() => readTlsSettings({ cert: client.cert, key }));
      const shown = Deno.inspect(error, { depth: 10 });
      const secret = server.key.split("\n")[1] ?? "the test's key has no second line";
      assertEquals(shown.includes(secret), false, shown);
    }
  });
});
