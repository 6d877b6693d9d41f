// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { coreContract } from "./contract_core.ts";
import { keyContract } from "./contract_key.ts";
import { objectContract } from "./contract_object.ts";
import { reconnectContract } from "./contract_reconnect.ts";
import { streamContract } from "./contract_stream.ts";
import type { Driver } from "./types.ts";

/**
 * Registers the tests that every driver has to pass, each with a server of its own. Parts that
 * need a feature the driver lacks are left out.
 *
 * @param name stands before each test's name
 */
export function driverContract(name: string, makeDriver: () => Driver): void {
  const { features } = makeDriver();
  coreContract(name, makeDriver);
  reconnectContract(name, makeDriver);
  if (features.has("jetstream")) streamContract(name, makeDriver);
  if (features.has("kv")) keyContract(name, makeDriver);
  if (features.has("object")) objectContract(name, makeDriver);
}
