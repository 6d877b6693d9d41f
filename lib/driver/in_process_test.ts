// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { startServer } from "../server/mod.ts";
import { driverContract } from "./contract.ts";
import { inProcessDriver } from "./in_process.ts";

driverContract("inProcessDriver()", inProcessDriver, startServer);
