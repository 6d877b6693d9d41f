// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { judge } from "./fit.ts";
import type { Answer, FindRequest, Provider } from "./types.ts";

/** The binary that `NATSRIG_SERVER` names. */
export const env: Provider = {
  name: "NATSRIG_SERVER",
  async find(request: FindRequest): Promise<Answer> {
    const path = request.env("NATSRIG_SERVER");
    if (path === undefined || path === "") return { reason: "not set" };
    try {
      return await judge(await Deno.realPath(path), request);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return { reason: `${path} does not exist` };
      throw error;
    }
  },
};
