// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A {@linkcode Cluster} for tests of actions: records what is asked of it. @module */

import type { Cluster, Server } from "../server/types.ts";

/** The cluster, and what was recorded: `n1 stop`, `select all`, `ready`. */
export interface FakeCluster extends Cluster {
  readonly asked: readonly string[];
}

/** What a test can set. */
export interface FakeClusterOptions {
  /** Nodes and whether they run. Default: `n1`, running. */
  readonly nodes?: { readonly [name: string]: boolean };
  /** Fails what is asked: `n1 stop`. */
  readonly failures?: { readonly [asked: string]: Error };
  readonly monitorUrl?: string;
}

/** Makes a cluster whose nodes change between running and stopped as they are told. */
export function fakeCluster(options: FakeClusterOptions = {}): FakeCluster {
  const { nodes: running = { n1: true }, failures = {}, monitorUrl = "http://127.0.0.1" } = options;
  const asked: string[] = [];
  async function ask(what: string): Promise<void> {
    asked.push(what);
    await Promise.resolve();
    if (what in failures) throw failures[what];
  }
  const nodes = Object.entries(running).map(([name, isRunning]) =>
    fakeServer({ name, isRunning, monitorUrl }, ask)
  );
  return {
    asked,
    nodes,
    urls: nodes.map((node) => node.url),
    version: "2.15.0",
    select: async (target) => {
      await ask(`select ${target}`);
      return target === "all" ? nodes : nodes.filter((node) => node.name === target);
    },
    ready: () => ask("ready"),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

interface FakeServer {
  readonly name: string;
  readonly isRunning: boolean;
  readonly monitorUrl: string;
}

function fakeServer(
  { name, isRunning, monitorUrl }: FakeServer,
  ask: (what: string) => Promise<void>,
): Server {
  let running = isRunning;
  async function change(verb: string, after: boolean): Promise<void> {
    await ask(`${name} ${verb}`);
    running = after;
  }
  return {
    name,
    url: "nats://127.0.0.1:4222",
    monitorUrl,
    version: "2.15.0",
    folder: ".",
    pid: undefined,
    get running() {
      return running;
    },
    log: () => [],
    start: () => change("start", true),
    stop: () => change("stop", false),
    restart: () => change("restart", true),
    kill: () => change("kill", false),
    pause: () => ask(`${name} pause`),
    resume: () => ask(`${name} resume`),
    reload: ({ config } = {}) => ask(`${name} reload${config === undefined ? "" : ` ${config}`}`),
    lameDuck: () => ask(`${name} lame-duck`),
    monitor: () => Promise.resolve({}),
    unexpectedExit: Promise.withResolvers<{ code: number; signal: string | null }>().promise,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
