// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * About how many bytes a value takes in memory: exact for binary data, two for each UTF-16 unit of
 * text, eight for anything else that is no container.
 */
export function estimateSize(value: unknown): number {
  const seen = new Set<object>();
  const pending: unknown[] = [value];
  let size = 0;
  while (pending.length > 0) {
    const part = pending.pop();
    if (typeof part === "string") size += 2 * part.length;
    else if (typeof part !== "object" || part === null) size += 8;
    else if (ArrayBuffer.isView(part) || part instanceof ArrayBuffer) size += part.byteLength;
    else if (!seen.has(part)) {
      seen.add(part);
      const entries = part instanceof Map ? part : Object.entries(part);
      if (part instanceof Set) pending.push(...part);
      else for (const [key, child] of entries) pending.push(key, child);
    }
  }
  return size;
}
