// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { parseConnectOptions } from "./parse_connect_options.ts";
import { ClientError } from "./error.ts";
import { refuseUnsupported } from "./unsupported.ts";

Deno.test("refuseUnsupported() refuses what the original transport would leave out", () => {
  const cases: readonly (readonly [object, string | undefined])[] = [
    [{ servers: "nats://a", tls: { caFile: "ca.pem", handshakeFirst: true } }, undefined],
    [
      { servers: "a,ws://joe:p@b" },
      "to ws://b: this build's transport has no WebSocket; use a nats:// URL",
    ],
    [
      { tls: { certFile: "c", keyFile: "k" } },
      "with 'tls.certFile': this build's transport has no client certificates; use a server without them",
    ],
    [
      { tls: { serverName: "a" } },
      "with 'tls.serverName': this build's transport takes the URL's host; use that name there",
    ],
  ];
  for (const [options, problem] of cases) {
    const settings = parseConnectOptions(options);
    refuseUnsupported(settings, true);
    if (problem === undefined) {
      refuseUnsupported(settings, false);
      continue;
    }
    const error = assertThrows(() => refuseUnsupported(settings, false), ClientError);
    assertEquals(
      [error.code, error.message],
      ["invalid-option", `Cannot connect ${problem}, or natsrig's own transport`],
    );
  }
});
