// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { binaryName } from "../platform.ts";
import { findOnPath } from "./find_on_path.ts";
import { judge } from "./fit.ts";
import type { Answer, FindRequest, Provider } from "./types.ts";

/** A nats-server on `PATH`. */
export const path: Provider = {
  name: "PATH",
  async find(request: FindRequest): Promise<Answer> {
    const found = await findOnPath(binaryName(request.platform), request);
    return found === undefined ? { reason: "no nats-server on it" } : await judge(found, request);
  },
};
