// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Finding nats-server, with its progress shown. @module */

import type { ServerFinder } from "../lib/rig/choose_servers.ts";
import type { FoundServer, Progress } from "../lib/server/mod.ts";
import type { Io } from "./io.ts";

/** Draws progress on stderr: one line that changes on a terminal, plain lines elsewhere. */
export class ProgressLine implements Disposable {
  readonly #io: Io;
  #drawn = false;
  #last = "";

  constructor(io: Io) {
    this.#io = io;
  }

  show(progress: Progress): void {
    const { stderr } = this.#io;
    const line = `${progress.provider}: ${progress.text}`;
    if (stderr.terminal) {
      const text = `${line}${share(progress)}`.slice(0, Math.max(20, stderr.width() - 1));
      stderr.write(`\r\x1b[2K${text}`);
      this.#drawn = true;
    } else if (line !== this.#last) {
      stderr.write(`${line}\n`);
    }
    this.#last = line;
  }

  [Symbol.dispose](): void {
    if (this.#drawn) this.#io.stderr.write("\r\x1b[2K");
    this.#drawn = false;
  }
}

function share({ done, total }: Progress): string {
  if (done === undefined) return "";
  const megabytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(1);
  if (total === undefined || total === 0) return ` ${megabytes(done)} MiB`;
  const percent = Math.floor(100 * done / total);
  return ` ${megabytes(done)} of ${megabytes(total)} MiB, ${percent} %`;
}

/** The finder of `lib/server`, its progress drawn. */
export async function serverFinder(
  progress: ProgressLine,
  options: { readonly signal: AbortSignal; readonly env: Io["env"] },
): Promise<ServerFinder> {
  const { findServer, versionSatisfies } = await import("../lib/server/mod.ts");
  return {
    find: (wanted) =>
      findServer({ ...wanted, ...options, progress: (part) => progress.show(part) }),
    satisfies: versionSatisfies,
  };
}

/** One line that says which servers are used. */
export function describeServers(servers: readonly FoundServer[]): string | undefined {
  if (servers.length === 0) return undefined;
  return `nats-server ${
    servers.map(({ version, provider }) => `${version} (${provider})`).join(", ")
  }`;
}
