// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { reasonOf, ServerError } from "./error.ts";

/**
 * Asks a monitoring endpoint: `varz`, `jsz?streams=true`, `connz`.
 *
 * @throws {ServerError} `monitor` where the answer is not a JSON object
 */
export async function fetchMonitor(
  monitorUrl: string,
  path: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Record<string, unknown>> {
  const url = `${monitorUrl}/${path.replace(/^\//, "")}`;
  try {
    const response = await fetch(url, options.signal ? { signal: options.signal } : {});
    const text = await response.text();
    if (!response.ok) throw new Error(`status ${response.status}`);
    const answer: unknown = JSON.parse(text);
    if (!isRecord(answer)) throw new Error("the answer is not a JSON object");
    return answer;
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    throw new ServerError(`Cannot read ${url}: ${reasonOf(error)}`, {
      code: "monitor",
      cause: error,
    });
  }
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The records in a list; none where it is not a list. */
export function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A field that is a record; an empty one where it is not. */
export function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
