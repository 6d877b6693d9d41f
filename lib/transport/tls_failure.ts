// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { errors } from "@nats-io/nats-core/internal";

/** What TLS libraries say (rustls, and node:tls by way of it), and what to do about it. */
const advice: readonly (readonly [RegExp, (host: string, found: string) => string])[] = [
  [
    // What node:tls says of a certificate that has expired, too.
    /unable to verify the first certificate/i,
    (host) =>
      `the certificate of ${host} is not trusted: its authority is unknown, or it has expired; give the authority's certificate by 'tls.caFile' or 'tls.ca', or have the server's renewed`,
  ],
  [
    /UnknownIssuer|unable to get (?:local )?issuer|self[- ]signed/i,
    (host) =>
      `the certificate of ${host} is not trusted: its authority is unknown; give the authority's certificate by 'tls.caFile' or 'tls.ca'`,
  ],
  [
    /not valid for name|NotValidForName|certificate's altnames/i,
    (host) =>
      `the server's certificate is not for ${host}; connect by a name that it is for, or give that by 'tls.serverName'`,
  ],
  [
    /received fatal alert: CertificateRequired/i,
    () =>
      "the server wants a client certificate; give it by 'tls.certFile' and 'tls.keyFile', or 'tls.cert' and 'tls.key'",
  ],
  [
    /received fatal alert: (UnknownCA|\w*Certificate\w*|DecryptError|AccessDenied)/i,
    (_, found) =>
      `the server refuses the client certificate (${found}); check 'tls.certFile' or 'tls.cert'`,
  ],
  [
    /certificate (?:has )?expired/i,
    (host) => `the certificate of ${host} has expired; the server needs a new one`,
  ],
  [
    /certificate (?:is )?not (?:yet valid|valid yet)/i,
    (host) => `the certificate of ${host} is not valid yet; are the clocks right?`,
  ],
  [
    // What Deno's WebSocket says when the server ends the connection after its handshake.
    /Didn't receive h2 alpn/i,
    (host) =>
      `${host} ends the WebSocket's TLS; if it wants a client certificate, give one that it trusts by 'tls.certFile' and 'tls.keyFile'`,
  ],
  [
    /InvalidContentType|corrupt message|wrong version number/i,
    (host) => `${host} does not speak TLS here; is 'tls.handshakeFirst' right?`,
  ],
];

/** The error that says what to do about a failure of TLS; undefined for other failures. */
export function explainTlsFailure(error: unknown, host: string): Error | undefined {
  if (!(error instanceof Error) || error instanceof errors.ConnectionError) return undefined;
  for (const [pattern, explain] of advice) {
    const match = pattern.exec(error.message);
    if (match === null) continue;
    return new errors.ConnectionError(explain(host, match[1] ?? ""), { cause: error });
  }
  return undefined;
}
