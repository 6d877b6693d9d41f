// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { reasonOf, ServerError } from "./error.ts";

/** How to download. */
export interface DownloadOptions {
  readonly signal?: AbortSignal;
  /** Is told how many bytes have come, and how many there are where the server says so. */
  readonly progress?: (done: number, total: number | undefined) => void;
  /** How long the other side may send nothing, in milliseconds. Default: 30000. */
  readonly stallMs?: number;
}

/**
 * Downloads a file into memory.
 *
 * @throws {ServerError} `download` where that fails, or nothing comes for `stallMs`
 */
export async function download(
  url: string,
  options: DownloadOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { stallMs = 30_000, signal } = options;
  const stall = new AbortController();
  const onStall = () => stall.abort(new Error(`nothing came for ${stallMs} ms`));
  let timer = setTimeout(onStall, stallMs);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([stall.signal, ...signal ? [signal] : []]),
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`status ${response.status}`);
    }
    const length = response.headers.get("content-length");
    const total = length === null ? undefined : Number(length);
    let done = 0;
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(onStall, stallMs);
      chunks.push(chunk);
      done += chunk.length;
      options.progress?.(done, total);
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new ServerError(`Cannot download ${url}: ${reasonOf(error)}`, {
      code: "download",
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}
