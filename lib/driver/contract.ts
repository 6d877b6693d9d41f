// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { coreContract } from "./contract_core.ts";
import { failureContract } from "./contract_failure.ts";
import { keyContract } from "./contract_key.ts";
import { objectContract } from "./contract_object.ts";
import { reconnectContract } from "./contract_reconnect.ts";
import type { Trial } from "./contract_stage.ts";
import { streamContract } from "./contract_stream.ts";
import { tlsContract } from "./contract_tls.ts";
import type { Driver } from "./types.ts";

/**
 * Registers the tests that every driver has to pass, each with a server of its own. Parts that
 * need a feature the driver lacks are left out.
 *
 * @param name stands before each test's name
 * @param startServer starts a nats-server; `startServer` of `lib/server`
 */
export function driverContract(
  name: string,
  makeDriver: () => Driver,
  startServer: Trial["startServer"],
): void {
  const { features } = makeDriver();
  const trial = { name, makeDriver, startServer };
  coreContract(trial);
  failureContract(trial);
  reconnectContract(trial);
  tlsContract(trial);
  if (features.has("jetstream")) streamContract(trial);
  if (features.has("kv")) keyContract(trial);
  if (features.has("object")) objectContract(trial);
}
