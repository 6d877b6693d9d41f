// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { cachedVersions, cachePath } from "../cache.ts";
import { judge, unfit } from "./fit.ts";
import type { Answer, FindRequest, Provider } from "./types.ts";

/** What was fetched before: the newest version that does. */
export const cache: Provider = {
  name: "cache",
  async find(request: FindRequest): Promise<Answer> {
    const versions = await cachedVersions(request.cache);
    if (versions.length === 0) return { reason: `nothing in ${request.cache}` };
    const fit = versions.find((version) => unfit(version, request) === undefined);
    if (fit !== undefined) return await judge(cachePath(request, fit), request);
    return { reason: versions.map((version) => unfit(version, request)).join(", ") };
  },
};
