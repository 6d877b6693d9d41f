// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { parseConnectOptions } from "./parse_connect_options.ts";
import { ClientError } from "./error.ts";

function refusal(options: object): string {
  const error = assertThrows(() => parseConnectOptions(options), ClientError);
  assertEquals(error.code, "invalid-option");
  return error.message;
}

function pem(label: string, content = "MIIB"): string {
  return `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
}

Deno.test("parseConnectOptions() refuses what does not fit", () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ servers: [] }, "as 'servers' must be a server's URL or a list of them: current value is []"],
    [
      { servers: ["a", 5] },
      "as 'servers' must be a server's URL or a list of them: current value is a list",
    ],
    [
      { servers: "a,," },
      "as 'servers' must be a server's URL or a list of them: current value is \"a,,\"",
    ],
    [{ noEcho: "yes" }, "as 'noEcho' must be true or false: current value is \"yes\""],
    [
      { name: "a\nb" },
      "as 'name' must be a text that is not empty, without control characters: current value is \"a\\nb\"",
    ],
    [
      { pingInterval: "5" },
      "as 'pingInterval' must be a duration such as 250ms, up to 24 days: current value is \"5\"",
    ],
    [
      { pingInterval: "600h" },
      "as 'pingInterval' must be a duration such as 250ms, up to 24 days: current value is \"600h\"",
    ],
    [
      { pendingSize: "2MB" },
      "as 'pendingSize' must be a size such as 2MiB: current value is \"2MB\"",
    ],
    [
      { pendingMsgsLimit: 0 },
      "as 'pendingMsgsLimit' must be a whole number from 1: current value is 0",
    ],
    [
      { maxReconnectAttempts: -2 },
      "as 'maxReconnectAttempts' must be a whole number from -1 (no end): current value is -2",
    ],
    [
      { inboxPrefix: "a.*" },
      "as 'inboxPrefix' must be tokens with dots between them, without wildcards and white space: current value is \"a.*\"",
    ],
    [
      { inboxPrefix: "a." },
      "as 'inboxPrefix' must be tokens with dots between them, without wildcards and white space: current value is \"a.\"",
    ],
    [{ onError: true }, "as 'onError' must be a function: current value is true"],
    [
      { timeout: 1, connectTimeout: 2 },
      "with 'timeout' and 'connectTimeout' that contradict each other; give one of them",
    ],
    [
      { randomize: true, noRandomize: true },
      "with 'randomize' and 'noRandomize' that contradict each other; give one of them",
    ],
    [{ sevrers: "x" }, "with unknown option 'sevrers'; did you mean 'servers'?"],
    [
      { toString: "x" },
      `with unknown option 'toString'; the options are ${[...allNames()].join(", ")}`,
    ],
    [
      { tls: false, servers: "tls://a" },
      "with 'tls' false and the server tls://a, which asks for TLS",
    ],
    [
      { tls: "yes" },
      "as 'tls' must be true, false, or an object such as { caFile: … }: current value is \"yes\"",
    ],
    [{ tls: { cafile: "x" } }, "with unknown option 'tls.cafile'; did you mean 'tls.caFile'?"],
    [
      { tls: { ca: "MIIB" } },
      "as 'tls.ca' must be PEM with a certificate (-----BEGIN CERTIFICATE-----): current value is hidden",
    ],
    [
      { tls: { caFile: "" } },
      "as 'tls.caFile' must be the path of a file: current value is hidden",
    ],
    [
      { tls: { ca: pem("CERTIFICATE"), caFile: "x" } },
      "with both 'tls.ca' and 'tls.caFile'; give one of them",
    ],
    [
      { tls: { certFile: "x" } },
      "with a certificate without its key; give 'tls.key' or 'tls.keyFile' too",
    ],
    [
      { tls: { keyFile: "x" } },
      "with a key without its certificate; give 'tls.cert' or 'tls.certFile' too",
    ],
    [
      { tls: { serverName: "a:1" } },
      "as 'tls.serverName' must be the name of a host: current value is \"a:1\"",
    ],
    [
      { tls: { handshakeFirst: 1 } },
      "as 'tls.handshakeFirst' must be true or false: current value is 1",
    ],
  ];
  for (const [options, problem] of cases) {
    assertEquals(refusal(options), `Cannot connect ${problem}`);
  }
});

Deno.test("parseConnectOptions() survives values of any type", () => {
  const values: readonly unknown[] = [
    ...[NaN, -1, 1e400, 5n, Symbol("x"), "", " ", "\0", [], [null], {}, Object.create(null)],
    ...[null, new Date(0), new Map(), { toString: () => "x".repeat(1e6) }, "x".repeat(1e6)],
  ];
  for (const name of allNames()) {
    for (const value of values) {
      try {
        parseConnectOptions({ user: "joe", [name]: value });
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        assertEquals([error.code, error.message.length < 500], ["invalid-option", true]);
      }
    }
  }
});

Deno.test("parseConnectOptions() wants an object", () => {
  for (const options of ["nats://joe:secret@a", null, ["a"], 5] as readonly unknown[]) {
    assertEquals(
      refusal(options as object),
      "Cannot connect with options that are no object; give one such as { servers: … }",
    );
  }
});

/** In the order of the table. */
function allNames(): readonly string[] {
  const text = refusal({ zzzzzzzzzzzz: 1 });
  return text.replace(/^.*the options are /, "").split(", ");
}
