// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig server`: servers for hand work. @module */

import type { Cluster, ServerTls } from "../lib/server/types.ts";
import { type Command, type Input, UsageError } from "./command.ts";
import { describeServers, ProgressLine, serverFinder } from "./find_servers.ts";
import { exitCode, type Io } from "./io.ts";
import { countFlag } from "./parse_input.ts";
import { resolve } from "node:path";

/** How often the log is looked at for `--log`, in milliseconds. */
const logIntervalMs = 100;

/** Starts servers for hand work. */
export const server: Command = {
  name: "server",
  about: "start a nats-server or a cluster for hand work, until Ctrl-C",
  flags: [
    { name: "nodes", value: "N", about: "how many servers; several make a cluster", preset: "1" },
    {
      name: "port",
      value: "N",
      about: "the port for clients; further nodes take those behind it",
      preset: "a free one",
    },
    { name: "jetstream", about: "enable JetStream" },
    { name: "websocket", about: "add a WebSocket listener" },
    { name: "tls", about: "clients connect with TLS, to certificates made for the servers" },
    { name: "mutual", about: "with TLS, and clients have to show a certificate" },
    { name: "config", value: "FILE", about: "nats-server configuration to add" },
    { name: "server-version", value: "VERSION", about: "the version of nats-server" },
    { name: "log", about: "show the servers' logs" },
    { name: "keep", about: "keep the servers' folders" },
  ],
  examples: [
    { line: "natsrig server --jetstream", about: "one server with JetStream" },
    { line: "natsrig server --port 4222", about: "where clients look for one by default" },
    { line: "natsrig server --mutual", about: "TLS on both sides; certificates are made" },
    { line: "natsrig server --nodes 3 --jetstream --log", about: "a cluster, its log shown" },
  ],
  run: serverCommand,
};

async function serverCommand(input: Input, io: Io): Promise<number> {
  const nodes = countFlag(input, "nodes") ?? 1;
  if (nodes > 9) throw new UsageError(`--nodes must be 9 or less: current value is "${nodes}"`);
  const port = countFlag(input, "port");
  const lastPort = 65_536 - nodes;
  if (port !== undefined && port > lastPort) {
    throw new UsageError(`--port must be ${lastPort} or less: current value is "${port}"`);
  }
  const config = await configText(input, io);
  const stop = new AbortController();
  const stopped = Promise.withResolvers<void>();
  using _listener = io.onStop(() => {
    if (stop.signal.aborted) io.exit(exitCode.failed);
    stop.abort(new DOMException("stopped", "AbortError"));
    stopped.resolve();
  });
  try {
    const binary = await findBinary(input, io, stop.signal);
    const { startCluster } = await import("../lib/server/mod.ts");
    await using cluster = await startCluster({
      nodes,
      binary,
      jetstream: input.has("jetstream"),
      websocket: input.has("websocket"),
      tls: input.has("mutual") ? "mutual" : input.has("tls"),
      keep: input.has("keep"),
      ...(port !== undefined && { port }),
      ...(config !== undefined && { config }),
      signal: stop.signal,
    });
    io.stdout.write(renderCluster(cluster));
    using _log = input.has("log") ? showLogs(cluster, io) : undefined;
    return await whileRunning(cluster, stopped.promise, io);
  } catch (error) {
    if (stop.signal.aborted) return exitCode.ok;
    throw error;
  }
}

async function whileRunning(
  cluster: Cluster,
  stopped: Promise<void>,
  io: Io,
): Promise<number> {
  const exits = cluster.nodes.map(async (node) => ({ node, status: await node.unexpectedExit }));
  const exit = await Promise.race([stopped, ...exits]);
  if (exit === undefined) return exitCode.ok;
  const { node, status } = exit;
  const last = node.log().slice(-10).join("\n");
  io.stderr.write(`${node.name} ended by itself (${status.signal ?? `exit ${status.code}`})\n`);
  io.stderr.write(`${last}\n`);
  return exitCode.rig;
}

async function configText(input: Input, io: Io): Promise<string | undefined> {
  const file = input.value("config");
  if (file === undefined) return undefined;
  try {
    return await Deno.readTextFile(resolve(io.cwd, file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--config ${file} cannot be read: ${reason}`);
  }
}

async function findBinary(input: Input, io: Io, signal: AbortSignal): Promise<string> {
  using progress = new ProgressLine(io);
  const finder = await serverFinder(progress, { signal, env: io.env });
  const version = input.value("server-version");
  const found = await finder.find(version === undefined ? {} : { version });
  progress[Symbol.dispose]();
  io.stderr.write(`${describeServers([found])}\n`);
  return found.path;
}

/** The URLs of the nodes, a line each, and the files that clients need for TLS. */
export function renderCluster(cluster: Pick<Cluster, "nodes" | "tls">): string {
  const lines = cluster.nodes.map(({ name, url, websocketUrl, monitorUrl, folder }) =>
    [name, url, ...(websocketUrl === undefined ? [] : [websocketUrl]), monitorUrl, folder]
      .join("  ")
  );
  const ending = `Ctrl-C stops ${lines.length === 1 ? "it" : "them"}`;
  return `${[...lines, ...renderTls(cluster.tls), ending].join("\n")}\n`;
}

/** In the words of the environment that the nats CLI reads. */
function renderTls(tls: ServerTls | undefined): readonly string[] {
  if (tls === undefined) return [];
  const own = tls.mutual ? [`NATS_CERT=${tls.certFile}`, `NATS_KEY=${tls.keyFile}`] : [];
  return [`NATS_CA=${tls.caFile}`, ...own];
}

function showLogs(cluster: Cluster, io: Io): Disposable {
  const last = new Map<string, string | undefined>();
  const show = () => {
    for (const node of cluster.nodes) {
      const lines = node.log();
      const from = lines.lastIndexOf(last.get(node.name) ?? "") + 1;
      for (const line of lines.slice(from)) io.stderr.write(`${node.name}  ${line}\n`);
      last.set(node.name, lines.at(-1));
    }
  };
  const timer = setInterval(show, logIntervalMs);
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      show();
    },
  };
}
