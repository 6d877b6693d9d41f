// Copyright 2026 the natsrig authors. Apache-2.0 license.

const slabSize = 256 * 1024;
/** Sizes are rounded up to this, so that memory fits again. */
const step = 16 * 1024;
/** What is kept for use again, at most. */
const keptBytes = 1024 * 1024;

/** Memory that is used again: new memory costs more to make than a message to copy. */
export class SlabPool {
  #free: Uint8Array[] = [];
  #bytes = 0;

  /** Memory of at least so many bytes, with whatever is in it. */
  take(size: number): Uint8Array {
    const wanted = Math.max(slabSize, Math.ceil(size / step) * step);
    const at = this.#free.findIndex(({ length }) => length === wanted);
    const [found] = at < 0 ? [] : this.#free.splice(at, 1);
    if (found === undefined) return new Uint8Array(wanted);
    this.#bytes -= wanted;
    return found;
  }

  /** Takes memory back that nobody uses any more. */
  give(slab: Uint8Array): void {
    if (this.#bytes + slab.length > keptBytes) return;
    this.#free.push(slab);
    this.#bytes += slab.length;
  }
}
