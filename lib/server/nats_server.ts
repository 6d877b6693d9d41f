// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { binaryVersion } from "./binary_version.ts";
import { newAuthority, writeCertificates } from "./certificates.ts";
import { ServerError } from "./error.ts";
import { type Guard, holdGuard } from "./guard.ts";
import { configPath, exitMessage, isPortTaken, launch } from "./launch.ts";
import { LogBuffer } from "./log_buffer.ts";
import { fetchMonitor } from "./monitor.ts";
import { type NodeOptions, settingsOf } from "./node_options.ts";
import { type ConfigSettings, freePorts, renderConfig, type ServerPorts } from "./render_config.ts";
import { ServerRun } from "./server_run.ts";
import { frozen, reloaded, thawed, toldClients } from "./signal_effect.ts";
import type { ProcessStatus } from "./spawn_guarded.ts";
import type { Server, ServerEvent, ServerTls } from "./types.ts";
import { deadline, orAborted, pause } from "./wait.ts";

const defaultReadyTimeoutMs = 10_000;
const reloadTimeoutMs = 5_000;
const portRetryMs = 25;

/** {@linkcode Server}, and what a cluster needs of its nodes. */
export class NatsServer implements Server {
  readonly name: string;
  readonly folder: string;
  websocketUrl?: string;
  tls?: ServerTls;
  readonly unexpectedExit: Promise<ProcessStatus>;
  readonly #options: NodeOptions;
  readonly #guard: Guard;
  readonly #log = new LogBuffer();
  readonly #unexpected = Promise.withResolvers<ProcessStatus>();
  readonly #disposal = new AbortController();
  #settings: ConfigSettings;
  #ports: ServerPorts = freePorts;
  #version = "";
  #run: ServerRun | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #disposed: Promise<void> | undefined;

  private constructor(options: NodeOptions, folder: string, guard: Guard) {
    this.#options = options;
    this.#guard = guard;
    this.name = options.name ?? "n1";
    this.folder = folder;
    const { port: client = freePorts.client, cluster } = options;
    this.#ports = { ...freePorts, client, cluster: cluster?.port ?? freePorts.cluster };
    this.unexpectedExit = this.#unexpected.promise;
    this.#settings = settingsOf(this.name, folder, options);
  }

  /** Starts a node; it is ready when the promise resolves. */
  static async start(options: NodeOptions): Promise<NatsServer> {
    const { port = 1 } = options;
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new RangeError(
        `Cannot start a server as 'port' must be from 1 to 65535: current value is ${port}`,
      );
    }
    const folder = `${tmpdir()}/natsrig-${randomUUID()}`;
    const guard = holdGuard(options.keep ? {} : { folder });
    const server = new NatsServer(options, folder, guard);
    try {
      // The folder is on the guard's list before it exists.
      await guard.watch(undefined);
      Deno.mkdirSync(folder, { mode: 0o700 });
      if (options.tls) await server.#secure(options.tls === "mutual");
      await server.start(options.signal ? { signal: options.signal } : {});
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  get url(): string {
    return `${this.tls ? "tls" : "nats"}://127.0.0.1:${this.#ports.client}`;
  }

  get monitorUrl(): string {
    return `http://127.0.0.1:${this.#ports.monitor}`;
  }

  get version(): string {
    return this.#version;
  }

  get pid(): number | undefined {
    return this.#run?.process.pid;
  }

  get running(): boolean {
    return this.#run?.ready ?? false;
  }

  get awake(): boolean {
    return this.running && !this.#run?.paused;
  }

  log(): readonly string[] {
    return this.#log.lines();
  }

  start(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    return this.#exclusive(async () => await this.#start(options.signal));
  }

  stop(): Promise<void> {
    return this.#exclusive(async () => await this.#end("SIGTERM"));
  }

  restart(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    return this.#exclusive(async () => {
      await this.#end("SIGTERM");
      await this.#start(options.signal);
    });
  }

  kill(): Promise<void> {
    return this.#exclusive(async () => await this.#end("SIGKILL"));
  }

  async pause(): Promise<void> {
    const run = this.#signal("SIGSTOP");
    run.paused = true;
    await orAborted(frozen(run.process.pid, run.ended), this.#disposal.signal);
    this.#tell("pause");
  }

  async resume(): Promise<void> {
    const run = this.#signal("SIGCONT");
    run.paused = false;
    await orAborted(thawed(run.process.pid, run.ended), this.#disposal.signal);
    this.#tell("resume");
  }

  reload(options: { readonly config?: string; readonly signal?: AbortSignal } = {}): Promise<void> {
    return this.#exclusive(async () => {
      await this.#reload(options.config ?? this.#settings.added, options.signal);
    });
  }

  async lameDuck(): Promise<void> {
    const run = this.#signal("SIGUSR2");
    run.asked = true;
    this.#tell("lame-duck");
    await orAborted(toldClients(this.#log, run.ended), this.#disposal.signal);
  }

  async monitor(
    path: string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Record<string, unknown>> {
    this.#running();
    return await fetchMonitor(this.monitorUrl, path, options);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposal.abort(this.#gone());
    return this.#disposed ??= this.#queue.then(async () => await this.#dispose());
  }

  async #dispose(): Promise<void> {
    // What is thrown away needs no orderly end.
    await this.#end(this.#options.keep ? "SIGTERM" : "SIGKILL");
    if (!this.#options.keep) {
      try {
        Deno.removeSync(this.folder, { recursive: true });
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
    await this.#guard[Symbol.asyncDispose]();
  }

  /** One change at a time, in the order they were asked for. */
  #exclusive<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(async () => {
      if (this.#disposal.signal.aborted) throw this.#gone();
      return await change();
    });
    this.#queue = result.catch(() => {});
    return result;
  }

  async #start(signal: AbortSignal | undefined): Promise<void> {
    if (this.#run !== undefined) {
      throw new ServerError(`Cannot start ${this.name} as it runs already`, { code: "running" });
    }
    const started = performance.now();
    const timeoutMs = this.#options.readyTimeoutMs ?? defaultReadyTimeoutMs;
    const settings = { ...this.#settings, ports: this.#ports };
    Deno.writeTextFileSync(configPath(this.folder), renderConfig(settings));
    for (;;) {
      try {
        return await this.#launch(settings, signal);
      } catch (error) {
        // While it was stopped, another process on this machine may have been given its port.
        const isFirst = this.#ports.monitor === freePorts.monitor;
        const late = performance.now() - started > timeoutMs;
        if (!isPortTaken(error) || isFirst || late) throw error;
        await pause(portRetryMs, signal, this.#disposal.signal);
      }
    }
  }

  async #launch(settings: ConfigSettings, signal: AbortSignal | undefined): Promise<void> {
    const { binary, readyTimeoutMs } = this.#options;
    const launched = await launch({
      binary,
      settings,
      guard: this.#guard,
      log: this.#log,
      timeoutMs: readyTimeoutMs ?? defaultReadyTimeoutMs,
      signals: [signal, this.#disposal.signal],
      onSpawn: (spawned) => this.#watch(new ServerRun(spawned, settings)),
    });
    const { ports } = launched;
    this.#ports = ports;
    const scheme = this.tls ? "wss" : "ws";
    if (ports.websocket !== -1) this.websocketUrl = `${scheme}://127.0.0.1:${ports.websocket}`;
    this.#version = launched.version ?? await binaryVersion(binary, signal);
    // It may have ended since.
    this.#running().ready = true;
    this.#tell("ready", `nats-server ${this.#version}, ${this.url}`);
  }

  /** Has certificates for itself and its clients. */
  async #secure(mutual: boolean): Promise<void> {
    const authority = this.#options.authority ?? await newAuthority();
    const { ca, caFile, client, server, issue } = await writeCertificates(this.folder, authority);
    this.tls = { ...client, ca, caFile, issue, mutual };
    this.#settings = { ...this.#settings, tls: { ...server, caFile, verify: mutual } };
  }

  #watch(run: ServerRun): void {
    this.#run = run;
    this.#tell("start", `pid ${run.process.pid}`);
    run.ended.then((status) => {
      this.#run = undefined;
      const expected = run.asked || !run.ready;
      const how = exitMessage(this.name, status);
      this.#tell("exit", expected ? how : `${how} without having been asked to`);
      if (!expected) this.#unexpected.resolve(status);
    });
  }

  async #end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    this.#tell(signal === "SIGTERM" ? "stop" : "kill");
    await run.end(signal);
  }

  async #reload(added: string | undefined, signal: AbortSignal | undefined): Promise<void> {
    const run = this.#running();
    const write = (settings: ConfigSettings) =>
      Deno.writeTextFileSync(configPath(this.folder), renderConfig(settings));
    write({ ...run.settings, added });
    const timeout = () =>
      new ServerError(`nats-server ${this.name} did not say that it had reloaded`, {
        code: "reload-failed",
      });
    using limit = deadline(reloadTimeoutMs, timeout, signal, this.#disposal.signal);
    try {
      this.#signal("SIGHUP");
      await orAborted(reloaded(this.#log, run.ended), limit.signal);
    } catch (error) {
      write(run.settings);
      throw error;
    }
    run.settings = { ...run.settings, added };
    this.#settings = { ...this.#settings, added };
    this.#tell("reload");
  }

  #signal(signal: Deno.Signal): ServerRun {
    if (Deno.build.os === "windows") {
      throw new ServerError(`Cannot send ${signal} as Windows has no such signal`, {
        code: "unsupported",
      });
    }
    const run = this.#running();
    if (!run.process.kill(signal)) throw this.#gone();
    return run;
  }

  #running(): ServerRun {
    if (this.#run === undefined) throw this.#gone();
    return this.#run;
  }

  #gone(): ServerError {
    return new ServerError(`nats-server ${this.name} is not running`, { code: "stopped" });
  }

  #tell(change: ServerEvent["change"], detail?: string): void {
    this.#options.observe?.({
      node: this.name,
      change,
      at: performance.now(),
      ...detail !== undefined && { detail },
    });
  }
}
