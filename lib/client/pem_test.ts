// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { pemProblem } from "./pem.ts";

function pem(label: string, content: string): string {
  return `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
}

Deno.test("pemProblem() finds a block of the kind, wherever it stands", () => {
  const key = pem("PRIVATE KEY", "MC4CAQAw\nBQYDK2Vw=");
  const certificate = pem("CERTIFICATE", "MIIB");
  assertEquals(pemProblem(key, "private key"), undefined);
  assertEquals(pemProblem(pem("RSA PRIVATE KEY", "MIIB"), "private key"), undefined);
  assertEquals(pemProblem(`note\r\n${certificate}${key}`, "private key"), undefined);
  assertEquals(
    pemProblem(`${key}${certificate}`.replaceAll("\n", "\r\n"), "certificate"),
    undefined,
  );
});

Deno.test("pemProblem() says which rule a text breaks", () => {
  const cases: readonly (readonly [text: string, rule: string])[] = [
    ["", "PEM with a private key (-----BEGIN PRIVATE KEY-----)"],
    [pem("CERTIFICATE", "MIIB"), "PEM with a private key (-----BEGIN PRIVATE KEY-----)"],
    [
      "-----BEGIN PRIVATE KEY-----\nMIIB\n",
      "PEM with a private key (-----BEGIN PRIVATE KEY-----) up to its END line",
    ],
    [pem("PRIVATE KEY", ""), "PEM with a private key (-----BEGIN PRIVATE KEY-----) in base64"],
    [pem("PRIVATE KEY", "MI!B"), "PEM with a private key (-----BEGIN PRIVATE KEY-----) in base64"],
    [pem("ENCRYPTED PRIVATE KEY", "MIIB"), "PEM with a private key that has no passphrase"],
    [
      pem("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: x\n\nMIIB"),
      "PEM with a private key that has no passphrase",
    ],
  ];
  for (const [text, rule] of cases) assertEquals(pemProblem(text, "private key"), rule);
});
