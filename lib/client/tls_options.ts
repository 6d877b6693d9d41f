// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { ClientError } from "./error.ts";
import { nearest } from "./nearest.ts";
import type { PemKind } from "./pem.ts";
import { pemProblem } from "./pem.ts";
import { hidden, unfit } from "./unfit.ts";

/**
 * How to use TLS. Texts are PEM; files are paths, which are read again at each connect.
 */
export interface TlsOptions {
  /** Certificates of authorities to trust, in place of the machine's; for `wss://` beside them. */
  readonly ca?: string;
  /** The file of such certificates. */
  readonly caFile?: string;
  /** The certificate to show to the server, followed by those between it and its authority. */
  readonly cert?: string;
  /** The file of such a certificate. */
  readonly certFile?: string;
  /** The certificate's private key. */
  readonly key?: string;
  /** The file of such a key. */
  readonly keyFile?: string;
  /** The name that the server's certificate must have, where it is not the URL's host. */
  readonly serverName?: string;
  /** The server expects TLS before it says anything (its `handshake_first`). Default: false. */
  readonly handshakeFirst?: boolean;
}

/** Each text, the file that may stand for it, and what they have to hold. */
export const tlsMaterial = [
  { text: "ca", file: "caFile", kind: "certificate" },
  { text: "cert", file: "certFile", kind: "certificate" },
  { text: "key", file: "keyFile", kind: "private key" },
] as const satisfies readonly { text: string; file: string; kind: PemKind }[];

const names: ReadonlySet<string> = new Set([
  ...tlsMaterial.flatMap(({ text, file }) => [text, file]),
  ...["serverName", "handshakeFirst"],
]);

/**
 * Checks the option `tls`. Files are not read.
 *
 * @returns null where TLS must not be used
 * @throws {ClientError} `invalid-option`
 */
export function parseTls(value: unknown, option: string): TlsOptions | null {
  if (value === true) return {};
  if (value === false) return null;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw unfit(option, "true, false, or an object such as { caFile: … }", value);
  }
  const entries = Object.entries(value).filter(([, it]) => it !== undefined);
  for (const [name, it] of entries) checkEntry(option, name, it);
  // Each entry was checked by its name.
  const tls = Object.fromEntries(entries) as TlsOptions;
  for (const { text, file } of tlsMaterial) {
    if (tls[text] !== undefined && tls[file] !== undefined) {
      throw refuse(`both '${option}.${text}' and '${option}.${file}'; give one of them`);
    }
  }
  const cert = tls.cert ?? tls.certFile;
  const key = tls.key ?? tls.keyFile;
  if (cert !== undefined && key === undefined) {
    throw refuse(`a certificate without its key; give '${option}.key' or '${option}.keyFile' too`);
  }
  if (key !== undefined && cert === undefined) {
    throw refuse(
      `a key without its certificate; give '${option}.cert' or '${option}.certFile' too`,
    );
  }
  return tls;
}

function checkEntry(option: string, name: string, value: unknown): void {
  const full = `${option}.${name}`;
  if (!names.has(name)) {
    const near = nearest(name, names);
    const help = near === undefined
      ? `the options are ${[...names].join(", ")}`
      : `did you mean '${option}.${near}'?`;
    throw refuse(`unknown option '${full}'; ${help}`);
  }
  if (name === "handshakeFirst") {
    if (typeof value !== "boolean") throw unfit(full, "true or false", value);
    return;
  }
  if (name === "serverName") {
    if (typeof value !== "string" || !/^[^\s/@:]+$/.test(value)) {
      throw unfit(full, "the name of a host", value);
    }
    return;
  }
  const material = tlsMaterial.find(({ text }) => text === name);
  if (material !== undefined) {
    const rule = typeof value === "string" ? pemProblem(value, material.kind) : "a PEM text";
    if (rule !== undefined) throw unfit(full, rule, hidden);
  } else if (typeof value !== "string" || value === "" || value.includes("-----BEGIN ")) {
    throw unfit(full, "the path of a file", hidden);
  }
}

function refuse(what: string): ClientError {
  return new ClientError("invalid-option", `Cannot connect with ${what}`);
}
