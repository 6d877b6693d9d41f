// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Waits until something holds; after a minute it never will. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!await holds()) {
    if (performance.now() > end) throw new Error(`not yet: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
