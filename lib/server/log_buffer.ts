// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Collects lines, and forgets the oldest ones. */
export class LogBuffer {
  readonly #limit: number;
  #lines: string[] = [];
  #count = 0;
  readonly #listeners = new Set<(line: string) => void>();

  /** @param limit how many lines are kept */
  constructor(limit = 2000) {
    this.#limit = limit;
  }

  /** How many lines there have been. */
  get count(): number {
    return this.#count;
  }

  /** The lines that are kept, newest last. */
  lines(): readonly string[] {
    return this.#lines.slice(-this.#limit);
  }

  /** The lines since `count` was `start`, as far as they are kept. */
  since(start: number): readonly string[] {
    const fresh = Math.min(this.#count - start, this.#limit);
    return fresh > 0 ? this.#lines.slice(-fresh) : [];
  }

  push(line: string): void {
    this.#lines.push(line);
    this.#count++;
    // Cut in bulk: moving every line for each new one would make a busy log quadratic.
    if (this.#lines.length >= 2 * this.#limit) this.#lines = this.#lines.slice(-this.#limit);
    for (const listener of this.#listeners) listener(line);
  }

  /** Calls back for each further line, until the returned function is called. */
  listen(listener: (line: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes in a stream of text to its end. */
  async read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of stream) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.push(line);
    }
    rest += decoder.decode();
    if (rest !== "") this.push(rest);
  }
}
