// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { PartyEvent } from "./test_party.ts";

interface Watcher {
  readonly type: PartyEvent;
  left: number;
  readonly reached: PromiseWithResolvers<void>;
}

/** The events of a connection, to be waited for. */
export class EventLog {
  /** The servers that each `discovered-servers` told of. */
  readonly discoveries: (readonly string[])[] = [];
  readonly #watchers = new Set<Watcher>();

  /** Takes an event. */
  push(type: PartyEvent, servers: readonly string[] = []): void {
    if (type === "discovered-servers") this.discoveries.push(servers);
    for (const watcher of [...this.#watchers]) {
      if (watcher.type === type && --watcher.left === 0) watcher.reached.resolve();
      else if (type !== "close") continue;
      else watcher.reached.reject(new Error(`the connection ended before '${watcher.type}'`));
      this.#watchers.delete(watcher);
    }
  }

  /** Resolves when an event has come so often from now on. */
  event(type: PartyEvent, count = 1): Promise<void> {
    const watcher: Watcher = { type, left: count, reached: Promise.withResolvers() };
    this.#watchers.add(watcher);
    return watcher.reached.promise;
  }
}
