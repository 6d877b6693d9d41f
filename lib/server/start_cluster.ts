// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { newAuthority } from "./certificates.ts";
import { metaLeader, missingFromCluster, streamLeader } from "./cluster_state.ts";
import { ServerError } from "./error.ts";
import { isPortTaken } from "./launch.ts";
import { NatsServer } from "./nats_server.ts";
import type { NodeOptions } from "./node_options.ts";
import { binaryOf } from "./start_server.ts";
import type { Cluster, ClusterOptions, Server, ServerTls } from "./types.ts";
import { deadline, pause } from "./wait.ts";

const defaultNodes = 3;
/** Elections take 4 to 9 seconds where the first one finds no majority. */
const patienceMs = 20_000;
const pollMs = 10;
const portAttempts = 10;
/** How long a node may be missing in the meta group before it is started anew. */
const stragglerMs = 1500;

/**
 * Starts servers that form a cluster, named `n1`, `n2` …; a cluster of one is a single server. When
 * the promise resolves they are all connected to each other and JetStream, where asked for, has a
 * leader.
 *
 * @example
 * ```ts
 * import { startCluster } from "@natsrig/natsrig/server";
 * import { assertEquals } from "@std/assert";
 *
 * await using cluster = await startCluster({ nodes: 3 });
 * assertEquals(cluster.nodes.map((node) => node.name), ["n1", "n2", "n3"]);
 * ```
 *
 * @throws {ServerError} as `startServer`, and `not-ready` where they do not come together
 * @throws {RangeError} where `nodes` or a `port` is none
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const count = options.nodes ?? defaultNodes;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot start a cluster as 'nodes' must be a positive integer: current value is ${count}`,
    );
  }
  const authority = options.tls ? await newAuthority() : undefined;
  const base = { ...options, binary: await binaryOf(options), ...authority && { authority } };
  const nodes = count === 1
    ? [await NatsServer.start({ ...base, name: "n1" })]
    : await startNodes(base, count);
  const cluster = new ServerCluster(nodes, options);
  try {
    await cluster.gather({ signal: options.signal, restartStragglers: true });
    return cluster;
  } catch (error) {
    await cluster[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Starts nodes that know of each other from the start, as JetStream wants it: it counts a node's
 * routes to know how many it waits for. So their ports have to be known before. The system chooses
 * them; where another process is given one before the node takes it, all is done again.
 */
async function startNodes(base: NodeOptions, count: number): Promise<readonly NatsServer[]> {
  for (let attempt = 1;; attempt++) {
    const ports = chooseFreePorts(count);
    const routes = ports.map((port) => `nats://127.0.0.1:${port}`);
    const outcomes = await Promise.allSettled(
      ports.map((port, index) =>
        NatsServer.start({
          ...base,
          name: `n${index + 1}`,
          cluster: { port, routes },
          ...base.port !== undefined && { port: base.port + index },
        })
      ),
    );
    const nodes = outcomes.filter((one) => one.status === "fulfilled").map((one) => one.value);
    const failed = outcomes.find((one) => one.status === "rejected");
    if (failed === undefined) return nodes;
    await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()));
    const isOver = base.port !== undefined || attempt === portAttempts;
    if (!isPortTaken(failed.reason) || isOver) throw failed.reason;
  }
}

function chooseFreePorts(count: number): readonly number[] {
  const listeners = Array.from(
    { length: count },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const ports = listeners.map((listener) => listener.addr.port);
  for (const listener of listeners) listener.close();
  return ports;
}

class ServerCluster implements Cluster {
  readonly nodes: readonly NatsServer[];
  readonly tls?: ServerTls;
  readonly #options: ClusterOptions;

  constructor(nodes: readonly NatsServer[], options: ClusterOptions) {
    this.nodes = nodes;
    this.#options = options;
    const tls = nodes[0]?.tls;
    if (tls !== undefined) this.tls = tls;
  }

  get urls(): readonly string[] {
    return this.nodes.map((node) => node.url);
  }

  get version(): string {
    return this.nodes[0]?.version ?? "";
  }

  async select(
    target: string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<readonly Server[]> {
    if (target === "all") return this.nodes;
    const named = this.nodes.find((node) => node.name === target);
    if (named !== undefined) return [named];
    const match = /^leader(?: of (\S+))?$/.exec(target);
    if (match === null) {
      const names = this.nodes.map((node) => node.name).join(", ");
      throw new ServerError(
        `There is no node '${target}': it must be one of ${names}, all, leader, leader of STREAM`,
        { code: "unknown-node" },
      );
    }
    return [await this.#leader(match[1], options.signal)];
  }

  async ready(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    await this.gather({ signal: options.signal, restartStragglers: false });
  }

  /** `ready`; may start nodes anew, which nobody must be connected to. */
  async gather(
    options: { readonly signal: AbortSignal | undefined; readonly restartStragglers: boolean },
  ): Promise<void> {
    if (this.nodes.length === 1) return;
    const { readyTimeoutMs = patienceMs, jetstream = false } = this.#options;
    let message = "no answer yet";
    const timeout = () =>
      new ServerError(`The cluster was not ready after ${readyTimeoutMs} ms: ${message}`, {
        code: "not-ready",
      });
    using limit = deadline(readyTimeoutMs, timeout, options.signal);
    const { signal } = limit;
    let stragglingSince: number | undefined;
    for (;;) {
      const missing = await missingFromCluster(this.#awake(), { jetstream, signal });
      if (missing === undefined) return;
      message = missing.message;
      // A follower of 2.10 that misses the leader's first entry keeps silent until the next one.
      if (missing.straggler === undefined || !options.restartStragglers) {
        stragglingSince = undefined;
      } else if (performance.now() - (stragglingSince ??= performance.now()) > stragglerMs) {
        stragglingSince = undefined;
        const straggler = this.nodes.find((node) => node.name === missing.straggler);
        await straggler?.restart({ signal });
      }
      await pause(pollMs, signal);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ends = await Promise.allSettled(this.nodes.map((node) => node[Symbol.asyncDispose]()));
    for (const end of ends) {
      if (end.status === "rejected") throw end.reason;
    }
  }

  async #leader(stream: string | undefined, signal: AbortSignal | undefined): Promise<Server> {
    const only = this.nodes.length === 1 ? this.nodes[0] : undefined;
    if (only !== undefined && stream === undefined) return only;
    const what = stream === undefined ? "The cluster" : `Stream ${stream}`;
    const timeout = () =>
      new ServerError(`${what} had no leader for ${patienceMs} ms`, { code: "no-leader" });
    using limit = deadline(patienceMs, timeout, signal);
    for (;;) {
      const awake = this.#awake();
      const name = stream === undefined
        ? await metaLeader(awake, limit.signal)
        : await streamLeader(awake, stream, limit.signal);
      const leader = awake.find((node) => node.name === name);
      if (leader !== undefined) return leader;
      await pause(pollMs, limit.signal);
    }
  }

  #awake(): readonly NatsServer[] {
    return this.nodes.filter((node) => node.awake);
  }
}
