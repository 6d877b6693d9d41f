// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectSettings } from "./connect_settings.ts";
import { ClientError } from "./error.ts";
import { webSocketSupported } from "./transport_feature.ts";

const clientCertificate = ["cert", "certFile", "key", "keyFile"] as const;

/**
 * Refuses what only natsrig's own transport can do, where the program was built with the original.
 *
 * @param own whether the transport is natsrig's
 * @throws {ClientError} `invalid-option`
 */
export function refuseUnsupported(
  { servers, tls }: Pick<ConnectSettings, "servers" | "tls">,
  own: boolean = webSocketSupported,
): void {
  if (own) return;
  const url = servers.find((server) => /^wss?:/i.test(server));
  if (url !== undefined) {
    throw refuse(`to ${url}: this build's transport has no WebSocket; use a nats:// URL`);
  }
  const option = clientCertificate.find((it) => tls?.[it] !== undefined);
  if (option !== undefined) {
    throw refuse(
      `with 'tls.${option}': this build's transport has no client certificates; use a server without them`,
    );
  }
  if (tls?.serverName !== undefined) {
    throw refuse(
      "with 'tls.serverName': this build's transport takes the URL's host; use that name there",
    );
  }
}

function refuse(problem: string): ClientError {
  return new ClientError(
    "invalid-option",
    `Cannot connect ${problem}, or natsrig's own transport`,
  );
}
