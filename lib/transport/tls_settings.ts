// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { TlsOptions } from "@nats-io/nats-core/internal";
import { errors } from "@nats-io/nats-core/internal";
import type { KeyObject } from "node:crypto";
import { createPrivateKey, X509Certificate } from "node:crypto";

/** nats-core's TLS options, and natsrig's own. */
export interface TransportTlsOptions extends TlsOptions {
  /** The name that the server's certificate must have, where it is not the URL's host. */
  readonly serverName?: string;
}

/** TLS options with the files read. */
export interface TlsSettings {
  /** Authorities to trust, as PEM; none: those of the machine. */
  readonly caCerts: readonly string[];
  /** What to show to the server, as PEM. */
  readonly pair?: { readonly cert: string; readonly key: string };
}

type Material = "ca" | "cert" | "key";

/** A text, and the option it was given by. */
interface Source {
  readonly option: string;
  readonly text: string;
}

/**
 * Reads the files that TLS options name, and checks what they hold.
 *
 * @throws {ConnectionError} which names the option, and never shows a key
 */
export async function readTlsSettings(tls: TransportTlsOptions): Promise<TlsSettings> {
  const [ca, cert, key] = await Promise.all([
    readSource(tls, "ca"),
    readSource(tls, "cert"),
    readSource(tls, "key"),
  ]);
  if (ca !== undefined) parseCertificate(ca);
  return {
    caCerts: ca === undefined ? [] : [ca.text],
    ...(cert === undefined && key === undefined ? {} : { pair: checkPair(cert, key) }),
  };
}

async function readSource(tls: TlsOptions, name: Material): Promise<Source | undefined> {
  const path = tls[`${name}File`];
  const text = tls[name];
  if (path === undefined) return text === undefined ? undefined : { option: `tls.${name}`, text };
  const option = `tls.${name}File`;
  if (text !== undefined) {
    throw refuse(`'${option}' must be left out where 'tls.${name}' is given`, quote(path));
  }
  try {
    return { option, text: await Deno.readTextFile(path) };
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : `${cause}`;
    throw refuse(`'${option}' must be a readable file`, `${quote(path)} (${problem})`, cause);
  }
}

function checkPair(
  cert: Source | undefined,
  key: Source | undefined,
): TlsSettings["pair"] & object {
  if (key === undefined) {
    throw refuse("'tls.key' or 'tls.keyFile' must go with the certificate", "not given");
  }
  if (cert === undefined) {
    throw refuse("'tls.cert' or 'tls.certFile' must go with the key", "not given");
  }
  const certificate = parseCertificate(cert);
  if (!certificate.checkPrivateKey(parseKey(key))) {
    throw refuse(`'${key.option}' must be the key of '${cert.option}'`, "another key");
  }
  return { cert: cert.text, key: key.text };
}

/** The first certificate of a text. */
function parseCertificate({ option, text }: Source): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (cause) {
    throw refuse(`'${option}' must be certificates as PEM`, describePem(text), cause);
  }
}

function parseKey({ option, text }: Source): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (cause) {
    const rule = `'${option}' must be an unencrypted private key as PEM`;
    throw refuse(rule, describePem(text), cause);
  }
}

/** What a text is, without showing it. */
function describePem(text: string): string {
  const [, label] = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text) ?? [];
  return label === undefined ? "text that is no PEM" : `a ${label} that cannot be read`;
}

function quote(value: string): string {
  return JSON.stringify(value);
}

function refuse(rule: string, value: string, cause?: unknown): Error {
  const message = `Cannot connect as ${rule}: current value is ${value}`;
  return new errors.ConnectionError(message, { cause });
}
