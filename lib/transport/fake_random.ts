// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A whole number from 0 up to, not including, a limit. */
export type Random = (limit: number) => number;

/** The same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

/** Bytes with a few of them changed, left out or doubled. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  const mutated = [...bytes];
  for (let times = 1 + random(4); times > 0; times--) {
    const at = random(mutated.length);
    const change = random(4);
    if (change === 0) mutated.splice(at, 1 + random(8));
    else if (change === 1) mutated.splice(at, 0, ...mutated.slice(at, at + 1 + random(8)));
    else if (change === 2) mutated[at] = random(256);
    else mutated[at] = " \t\r\n0123456789-+MHPI{}".charCodeAt(random(21));
  }
  return Uint8Array.from(mutated);
}

/** Bytes cut into a few chunks. */
export function chunksOf(bytes: Uint8Array, random: Random): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + random(bytes.length - at);
    chunks.push(bytes.slice(at, end));
    at = end;
  }
  return chunks;
}
