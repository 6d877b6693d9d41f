// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { connectOptionNames, parseConnectOptions, programOptionNames } from "./connect_options.ts";
import { ClientError } from "./error.ts";

Deno.test("parseConnectOptions() fills in defaults", () => {
  assertEquals(parseConnectOptions({}), {
    servers: ["127.0.0.1:4222"],
    noEcho: false,
    pedantic: false,
    verbose: false,
    reconnect: true,
    reconnectTimeWait: 2000,
    maxReconnectAttempts: 60,
    pingInterval: 120_000,
    maxPingOut: 2,
    connectTimeout: 2000,
    drainTimeout: 30_000,
    flushTimeout: 10_000,
    requestTimeout: 500,
    noRandomize: false,
    ignoreClusterUpdates: false,
    ignoreAuthErrorAbort: false,
    waitOnFirstConnect: false,
    pendingSize: 2_097_152,
    outboundSize: 67_108_864,
    pendingMsgsLimit: 65_536,
    pendingBytesLimit: 67_108_864,
  });
});

Deno.test("parseConnectOptions() decodes units and second names", () => {
  const settings = parseConnectOptions({
    servers: "a:1, b:2",
    timeout: "1.5s",
    pass: "p",
    user: "u",
    allowReconnect: false,
    pendingSize: "1KiB",
    pendingBytesLimit: 10,
    name: undefined,
  });
  assertEquals(
    [settings.servers, settings.connectTimeout, settings.password, settings.reconnect],
    [["a:1", "b:2"], 1500, "p", false],
  );
  assertEquals([settings.pendingSize, settings.pendingBytesLimit], [1024, 10]);
  assertEquals("name" in settings, false);
});

Deno.test("parseConnectOptions() refuses what does not fit, without showing secrets", () => {
  const cases: readonly (readonly [object, string])[] = [
    [
      { servers: [] },
      "Cannot connect as 'servers' must be a server's URL or a list of them: current value is []",
    ],
    [
      { noEcho: "yes" },
      "Cannot connect as 'noEcho' must be true or false: current value is \"yes\"",
    ],
    [
      { pingInterval: "5" },
      "Cannot connect as 'pingInterval' must be a duration such as 250ms, up to 24 days: current value is \"5\"",
    ],
    [
      { pendingSize: "2MB" },
      "Cannot connect as 'pendingSize' must be a size such as 2MiB: current value is \"2MB\"",
    ],
    [
      { pendingMsgsLimit: 0 },
      "Cannot connect as 'pendingMsgsLimit' must be a whole number from 1: current value is 0",
    ],
    [
      { maxReconnectAttempts: -2 },
      "Cannot connect as 'maxReconnectAttempts' must be a whole number from -1 (no end): current value is -2",
    ],
    [
      { token: 12345 },
      "Cannot connect as 'token' must be a text that is not empty: current value is hidden",
    ],
    [{ password: "x" }, "Cannot connect with a password without a 'user'"],
    [
      { timeout: 1, connectTimeout: 2 },
      "Cannot connect with 'timeout' and 'connectTimeout' that contradict each other; give one of them",
    ],
    [{ sevrers: "x" }, "Cannot connect with unknown option 'sevrers'; did you mean 'servers'?"],
  ];
  for (const [options, message] of cases) {
    const error = assertThrows(() => parseConnectOptions(options), ClientError);
    assertEquals([error.code, error.message], ["invalid-option", message]);
  }
});

Deno.test("connectOptionNames has what a scenario can give, programOptionNames the rest", () => {
  assertEquals(connectOptionNames.has("allowReconnect"), true);
  assertEquals([...programOptionNames], [
    "context",
    "sign",
    "onConnect",
    "onDisconnect",
    "onReconnect",
    "onClose",
    "onError",
    "onDiscoveredServers",
    "onLameDuck",
  ]);
  assertEquals(connectOptionNames.intersection(programOptionNames).size, 0);
});
