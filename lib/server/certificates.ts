// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Authority } from "./certificate_authority.ts";

/** A certificate with its private key, as PEM texts and as files. */
export interface CertificateAndKey {
  /** The certificate, as PEM. */
  readonly cert: string;
  /** Its private key (PKCS #8), as PEM. */
  readonly key: string;
  /** Path of the certificate's file. */
  readonly certFile: string;
  /** Path of the private key's file, which only its owner can read. */
  readonly keyFile: string;
}

/** What a certificate says. */
export interface CertificateOptions {
  /** The common name, and the stem of the files' names: the subject is `CN=<name>`. */
  readonly name: string;
  /** Host names and addresses it is good for; none for a client. Default: none. */
  readonly hosts?: readonly string[];
  /** It was good until yesterday. Default: false. */
  readonly expired?: boolean;
}

/** A certificate authority for tests, with a certificate for a server and one for a client. */
export interface Certificates {
  /** The authority's own certificate, as PEM. */
  readonly ca: string;
  /** Path of the authority's certificate. */
  readonly caFile: string;
  /** `CN=server`, good for `localhost`, `127.0.0.1` and `::1`. */
  readonly server: CertificateAndKey;
  /** `CN=client`, which `verify_and_map` takes for a user of that name. */
  readonly client: CertificateAndKey;
  /** Makes a further certificate of the same authority. */
  issue(options: CertificateOptions): Promise<CertificateAndKey>;
}

/**
 * Makes a certificate authority that nobody else trusts, and the certificates of a server and a
 * client: `ca.pem`, `server.pem`, `server-key.pem`, `client.pem` and `client-key.pem` in a folder.
 * They are good for a year.
 *
 * @example
 * ```ts
 * import { makeCertificates } from "@natsrig/natsrig/server";
 * import { assertEquals, assertMatch } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const certificates = await makeCertificates({ folder });
 * const expired = await certificates.issue({ name: "old", hosts: ["localhost"], expired: true });
 * assertEquals(expired.certFile, `${folder}/old.pem`);
 * assertMatch(certificates.ca, /^-----BEGIN CERTIFICATE-----\n/);
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @param options `folder`: an existing folder for the files
 */
export async function makeCertificates(
  options: { readonly folder: string },
): Promise<Certificates> {
  return await writeCertificates(options.folder, await newAuthority());
}

/** Makes an authority that has not signed anything yet. */
export async function newAuthority(): Promise<Authority> {
  // Loaded here, as most runs need no certificates.
  const { createAuthority } = await import("./certificate_authority.ts");
  // Of two authorities with one name, a reader cannot tell whose certificate it sees.
  return await createAuthority(`natsrig ${crypto.randomUUID()}`);
}

/** Has an authority sign a server's and a client's certificate, and writes all into a folder. */
export async function writeCertificates(
  folder: string,
  authority: Authority,
): Promise<Certificates> {
  const write = (name: string, text: string, mode: number) => {
    const path = `${folder}/${name}.pem`;
    Deno.writeTextFileSync(path, text, { mode });
    return path;
  };
  const issue = async (wanted: CertificateOptions): Promise<CertificateAndKey> => {
    const { cert, key } = await authority.issue(wanted);
    return {
      cert,
      key,
      certFile: write(wanted.name, cert, 0o644),
      keyFile: write(`${wanted.name}-key`, key, 0o600),
    };
  };
  const [server, client] = await Promise.all([
    issue({ name: "server", hosts: ["localhost", "127.0.0.1", "::1"] }),
    issue({ name: "client" }),
  ]);
  return { ca: authority.cert, caFile: write("ca", authority.cert, 0o644), server, client, issue };
}
