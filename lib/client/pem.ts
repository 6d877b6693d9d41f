// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What a PEM text is expected to hold. */
export type PemKind = "certificate" | "private key";

/**
 * What is wrong with a PEM text, as the rule that it breaks; undefined where nothing is. Only its
 * form is looked at.
 *
 * @example
 * ```ts
 * import { pemProblem } from "./pem.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
 * assertEquals(pemProblem(text, "certificate"), undefined);
 * assertEquals(pemProblem("MIIB", "certificate"), "PEM with a certificate (-----BEGIN CERTIFICATE-----)");
 * ```
 */
export function pemProblem(text: string, kind: PemKind): string | undefined {
  const label = kind === "certificate" ? "CERTIFICATE" : "PRIVATE KEY";
  const wanted = `PEM with a ${kind} (-----BEGIN ${label}-----)`;
  const blocks = [...text.matchAll(/-----BEGIN ([^-]+)-----([\s\S]*?)-----END \1-----/g)];
  const found = blocks.find(([, name = ""]) => name.endsWith(label));
  if (found === undefined) {
    return text.includes(`${label}-----`) ? `${wanted} up to its END line` : wanted;
  }
  const [, name = "", content = ""] = found;
  if (name.startsWith("ENCRYPTED") || /^Proc-Type:.*ENCRYPTED/m.test(content)) {
    return `PEM with a ${kind} that has no passphrase`;
  }
  return /^[A-Za-z\d+/=\s]+$/.test(content) && /\S/.test(content)
    ? undefined
    : `${wanted} in base64`;
}
