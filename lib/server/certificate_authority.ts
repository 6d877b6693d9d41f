// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** X.509 certificates by way of WebCrypto; strict readers (rustls, Python 3.13) take them. @module */

import * as asn1 from "asn1js";
import * as pki from "pkijs";
import type { CertificateOptions } from "./certificates.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256" } as const;
const hash = "SHA-256";
const dayMs = 24 * 3600 * 1000;

const oid = {
  commonName: "2.5.4.3",
  subjectKey: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectNames: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKey: "2.5.29.35",
  extendedUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
} as const;

/** Bits of the key usage extension, in its first byte. */
const usage = { sign: 0x80, issue: 0x06 } as const;

/** A certificate and its private key, as PEM. */
export interface PemPair {
  readonly cert: string;
  readonly key: string;
}

/** Who signs certificates. */
export interface Authority {
  /** Its own certificate, as PEM. */
  readonly cert: string;
  /** Makes a key, and a certificate for it. */
  issue(options: CertificateOptions): Promise<PemPair>;
}

/** Makes an authority with a key of its own, which stays in memory. */
export async function createAuthority(name: string): Promise<Authority> {
  const keys = await generateKeys();
  const certificate = await draft(name, keys.publicKey);
  certificate.issuer = certificate.subject;
  extend(certificate, oid.basicConstraints, new pki.BasicConstraints({ cA: true }).toSchema());
  extend(certificate, oid.keyUsage, bits(usage.issue));
  await certificate.sign(keys.privateKey, hash);
  const keyId = await keyIdentifier(certificate);
  return {
    cert: pem("CERTIFICATE", certificate.toSchema().toBER()),
    issue: async (options) => {
      const own = await generateKeys();
      const issued = await draft(options.name, own.publicKey, options.expired);
      issued.issuer = certificate.subject;
      describeUse(issued, options.hosts ?? []);
      const authorityKey = new pki.AuthorityKeyIdentifier({
        keyIdentifier: new asn1.OctetString({ valueHex: keyId }),
      });
      extend(issued, oid.authorityKey, authorityKey.toSchema(), false);
      await issued.sign(keys.privateKey, hash);
      const key = await crypto.subtle.exportKey("pkcs8", own.privateKey);
      return {
        cert: pem("CERTIFICATE", issued.toSchema().toBER()),
        key: pem("PRIVATE KEY", key),
      };
    },
  };
}

async function generateKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

/** A certificate that says whose it is and for how long, not signed yet. */
async function draft(
  name: string,
  publicKey: CryptoKey,
  expired = false,
): Promise<pki.Certificate> {
  const certificate = new pki.Certificate({ version: 2 });
  // The first byte keeps the number positive and of full length.
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = 0x40 | (serial[0] ?? 0) & 0x3f;
  certificate.serialNumber = new asn1.Integer({ valueHex: serial.buffer });
  certificate.subject.typesAndValues.push(
    new pki.AttributeTypeAndValue({
      type: oid.commonName,
      value: new asn1.Utf8String({ value: name }),
    }),
  );
  const now = Date.now();
  // Clocks differ.
  certificate.notBefore.value = new Date(now - 2 * dayMs);
  certificate.notAfter.value = new Date(expired ? now - dayMs : now + 365 * dayMs);
  await certificate.subjectPublicKeyInfo.importKey(publicKey);
  const subjectKey = new asn1.OctetString({ valueHex: await keyIdentifier(certificate) });
  extend(certificate, oid.subjectKey, subjectKey, false);
  return certificate;
}

/** Says what the key is for: hosts make it a server's certificate, which may act as a client. */
function describeUse(certificate: pki.Certificate, hosts: readonly string[]): void {
  extend(certificate, oid.basicConstraints, new pki.BasicConstraints({ cA: false }).toSchema());
  extend(certificate, oid.keyUsage, bits(usage.sign));
  // A cluster's node is both, as routes are.
  const keyPurposes = hosts.length > 0 ? [oid.serverAuth, oid.clientAuth] : [oid.clientAuth];
  extend(certificate, oid.extendedUsage, new pki.ExtKeyUsage({ keyPurposes }).toSchema(), false);
  if (hosts.length === 0) return;
  const names = new pki.GeneralNames({ names: hosts.map(generalName) });
  extend(certificate, oid.subjectNames, names.toSchema(), false);
}

/** Adds an extension; a reader must understand critical ones. */
function extend(
  certificate: pki.Certificate,
  extnID: string,
  value: asn1.BaseBlock,
  critical = true,
): void {
  certificate.extensions ??= [];
  certificate.extensions.push(new pki.Extension({ extnID, critical, extnValue: value.toBER() }));
}

function bits(first: number): asn1.BitString {
  return new asn1.BitString({ valueHex: new Uint8Array([first]).buffer });
}

async function keyIdentifier(certificate: pki.Certificate): Promise<ArrayBuffer> {
  const { valueBlock } = certificate.subjectPublicKeyInfo.subjectPublicKey;
  return await crypto.subtle.digest("SHA-1", new Uint8Array(valueBlock.valueHexView));
}

function generalName(host: string): pki.GeneralName {
  const address = addressBytes(host);
  return address === undefined
    ? new pki.GeneralName({ type: 2, value: host })
    : new pki.GeneralName({ type: 7, value: new asn1.OctetString({ valueHex: address }) });
}

/** The bytes of an IPv4 or IPv6 address; `undefined` for a name. */
function addressBytes(host: string): ArrayBuffer | undefined {
  if (/^\d+(\.\d+){3}$/.test(host)) {
    return new Uint8Array(host.split(".").map(Number)).buffer;
  }
  if (!host.includes(":")) return undefined;
  // URLs have the one way to write an address, apart from the zeros left out.
  const [head = "", tail = ""] = new URL(`http://[${host}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string) => text === "" ? [] : text.split(":");
  const zeros = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: zeros }, () => "0"), ...groups(tail)];
  return new Uint8Array(all.flatMap((it) => [parseInt(it, 16) >> 8, parseInt(it, 16) & 255]))
    .buffer;
}

function pem(label: string, der: ArrayBuffer): string {
  const base64 = new Uint8Array(der).toBase64();
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
