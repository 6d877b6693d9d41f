// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A callback that keeps what it is given, until a test has enough of it. */
export class FakeCallback<T> {
  /** What it was called with. */
  readonly items: T[] = [];
  #waiting: { readonly count: number; readonly resolve: () => void } | undefined;

  /** The callback. */
  readonly add = (item: T): void => {
    this.items.push(item);
    if (this.items.length >= (this.#waiting?.count ?? Infinity)) this.#waiting?.resolve();
  };

  /** Waits until it was called so often. */
  async holds(count: number): Promise<readonly T[]> {
    if (this.items.length < count) {
      await new Promise<void>((resolve) => this.#waiting = { count, resolve });
    }
    return this.items;
  }
}
