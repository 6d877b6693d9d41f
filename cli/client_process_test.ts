// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch } from "@std/assert";
import { connect } from "../lib/client/mod.ts";
import { startServer } from "../lib/server/mod.ts";
import { until } from "../lib/server/test_until.ts";
import { importsOf, sourceFiles } from "../lib/source_tree.ts";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
/** Windows ends a process at a signal, and does not ask it. */
const ignore = Deno.build.os === "windows";

/** A client in a process of its own. */
class Process {
  readonly #child: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  readonly #ended: Promise<unknown>;
  readonly #out: number[] = [];
  #errors = "";

  constructor(args: readonly string[], env: { readonly [name: string]: string } = {}) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", program, ...args],
      env: { NO_COLOR: "1", ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdin = this.#child.stdin.getWriter();
    const out = async () => {
      for await (const bytes of this.#child.stdout) for (const it of bytes) this.#out.push(it);
    };
    const errors = async () => {
      const decoded = this.#child.stderr.pipeThrough(new TextDecoderStream());
      for await (const text of decoded) this.#errors += text;
    };
    this.#ended = Promise.all([out(), errors()]);
  }

  /** What came on stdout, as text. */
  get stdout(): string {
    return new TextDecoder().decode(this.bytes);
  }

  /** What came on stdout. */
  get bytes(): Uint8Array {
    return Uint8Array.from(this.#out);
  }

  /** What came on stderr. */
  get stderr(): string {
    return this.#errors;
  }

  /** Waits until something holds; after a minute it never will. */
  async until(holds: (process: Process) => boolean): Promise<void> {
    const end = performance.now() + 60_000;
    while (!holds(this)) {
      if (performance.now() > end) throw new Error(`not yet; stderr: ${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Waits until it is subscribed. */
  async subscribed(): Promise<void> {
    await this.until(({ stderr }) => stderr.startsWith("subscribed to "));
  }

  /** Writes to its stdin. */
  async write(data: Uint8Array): Promise<void> {
    await this.#stdin.write(data);
  }

  /** Presses Ctrl-C. */
  interrupt(): void {
    this.#child.kill("SIGINT");
  }

  /** Waits for its end, and gives its exit code. */
  async code(): Promise<number> {
    const { code } = await this.#child.status;
    await this.#ended;
    // It may have been closed by the process's end.
    await this.#stdin.close().catch(() => "it is closed");
    return code;
  }

  /** Closes its stdin. */
  async closeStdin(): Promise<void> {
    await this.#stdin.close();
  }
}

Deno.test({
  name: "sub in a process goes on over a server's restart, and ends in order at Ctrl-C",
  ignore,
  fn: async () => {
    await using server = await startServer();
    const sub = new Process(["sub", "--raw"], { NATS_URL: server.url });
    await sub.subscribed();
    const first = new Process(["pub", "-d", "before ${i}", "--count", "2"], {
      NATS_URL: server.url,
    });
    assertEquals(await first.code(), 0);
    await sub.until(({ stdout }) => stdout === "before 1\nbefore 2\n");
    await server.kill();
    await sub.until(({ stderr }) => stderr.includes("; reconnecting\n"));
    await server.restart();
    await sub.until(({ stderr }) => stderr.includes("\nreconnected to "));
    await using client = await connect({ servers: server.url });
    client.publish("hello", "after");
    await client.flush();
    sub.interrupt();
    assertEquals(await sub.code(), 0);
    assertEquals(sub.stdout, "before 1\nbefore 2\nafter\n");
    await until(async () => (await server.monitor("connz")).num_connections === 1);
  },
});

Deno.test("pub in a process keeps what is sent during a server's restart, in order", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  await client.request(
    "$JS.API.STREAM.CREATE.kept",
    JSON.stringify({ name: "kept", subjects: ["kept"] }),
    { timeoutMs: 5000 },
  );
  const args = ["pub", "kept", "-d", "${i}", "--count", "30", "--interval", "50ms"];
  const pub = new Process(args, { NATS_URL: server.url });
  const messages = async () => {
    const reply = await client.request("$JS.API.STREAM.INFO.kept", "", { timeoutMs: 20_000 });
    return Number(/"messages":(\d+)/.exec(reply.text())?.[1]);
  };
  while (await messages() < 5) await new Promise((resolve) => setTimeout(resolve, 10));
  await server.stop();
  await pub.until(({ stderr }) => stderr.startsWith("disconnected from "));
  await server.start();
  assertEquals(await pub.code(), 0);
  assertMatch(pub.stderr, /reconnected to .*\npublished 30 to "kept"\n$/);
  await client.connected({ timeoutMs: 20_000 });
  const kept = await messages();
  const last = await client.request("$JS.API.STREAM.MSG.GET.kept", `{"seq":${kept}}`, {
    timeoutMs: 5000,
  });
  assertEquals([kept, atob(/"data":"(\w+={0,2})"/.exec(last.text())?.[1] ?? "")], [30, "30"]);
});

Deno.test("pub and sub in processes hand on a large binary payload as it is", async () => {
  const data = crypto.getRandomValues(new Uint8Array(65_536));
  const large = Uint8Array.from({ length: 1_000_000 }, (_, i) => data[i % data.length] ?? 0);
  await using server = await startServer();
  const env = { NATS_URL: server.url };
  const sub = new Process(["sub", "--raw", "--type", "bytes", "--count", "1"], env);
  await sub.subscribed();
  const pub = new Process(["pub", "-d", "-"], env);
  await pub.write(large);
  await pub.closeStdin();
  assertEquals([await pub.code(), await sub.code()], [0, 0]);
  assertEquals(sub.bytes, large);
});

Deno.test({
  name: "pub in a process ends at Ctrl-C while its stdin is open",
  ignore,
  fn: async () => {
    const pub = new Process(["pub", "-d", "-", "-s", "nats://127.0.0.1:1"]);
    await pub.write(new TextEncoder().encode("half a message"));
    // There is nothing to see of its reading; a signal before its listener ends it likewise.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    pub.interrupt();
    assertEquals(await pub.code(), 130);
    assertEquals([pub.stdout, pub.stderr], ["", ""]);
  },
});

Deno.test({
  name: "sub in a process ends at once at the second Ctrl-C, though its server is frozen",
  ignore,
  fn: async () => {
    await using server = await startServer();
    const sub = new Process(["sub"], { NATS_URL: server.url });
    await sub.subscribed();
    await server.pause();
    sub.interrupt();
    // Sooner, it would be an echo of the first.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    sub.interrupt();
    assertEquals(await sub.code(), 130);
    await server.resume();
  },
});

Deno.test({
  name: "sub ends quietly when the reader of its output has gone",
  ignore,
  fn: async () => {
    await using server = await startServer();
    const command =
      'exec "$0" run -A --no-check "$1" sub --raw | head -n 1; echo "${PIPESTATUS[0]}"';
    const child = new Deno.Command("bash", {
      args: ["-c", command, Deno.execPath(), program],
      env: { NO_COLOR: "1", NATS_URL: server.url },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    await using client = await connect({ servers: server.url });
    let ended = false;
    const outcome = child.output().finally(() => ended = true);
    while (!ended) {
      client.publish("hello", "line");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { stdout, stderr } = await outcome;
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assertEquals(
      [text(stdout), text(stderr)],
      ["line\n141\n", 'subscribed to "hello"; Ctrl-C ends\n'],
    );
  },
});

Deno.test("pub in a process connects as NATS_URL, a context and flags say", async () => {
  const config = await Deno.makeTempDir({ prefix: "natsrig-cli-" });
  await using server = await startServer({
    tls: "mutual",
    config: "authorization: { user: al, password: pw }",
  });
  const { caFile = "", certFile = "", keyFile = "" } = server.tls ?? {};
  const tls = ["--tlsca", caFile, "--tlscert", certFile, "--tlskey", keyFile];
  const context = { url: server.url, user: "al", password: "pw", ca: caFile };
  await Deno.mkdir(`${config}/nats/context`, { recursive: true });
  await Deno.writeTextFile(
    `${config}/nats/context/dev.json`,
    JSON.stringify({ ...context, cert: certFile, key: keyFile }),
  );
  const env = { XDG_CONFIG_HOME: config };
  const login = ["--user", "al", "--password", "pw"];
  const runs = [
    new Process(["pub", ...tls, ...login], { ...env, NATS_URL: server.url }),
    new Process(["pub", "--context", "dev"], env),
    new Process(["pub"], { ...env, NATS_CONTEXT: "dev" }),
    new Process(["pub", ...login], { ...env, NATS_URL: server.url }),
    new Process(["pub", ...tls], { ...env, NATS_URL: server.url }),
  ];
  assertEquals(await Promise.all(runs.map((run) => run.code())), [0, 0, 0, 3, 3]);
  await Deno.remove(config, { recursive: true });
});

Deno.test("the program's start loads neither the client nor the protobuf runtime", () => {
  const files = new Map(sourceFiles(".ts").map((file) => [file.path, file]));
  const loaded = new Set<string>();
  const load = (path: string) => {
    const file = files.get(path);
    if (loaded.has(path)) return;
    loaded.add(path);
    if (file === undefined) return;
    const lines = file.text.split("\n");
    for (const { target, typeOnly, line } of importsOf(file)) {
      const isStatic = /^(import|export)\b/.test(lines[line - 1] ?? "");
      if (isStatic && !typeOnly) load(target);
    }
  };
  load("cli/main.ts");
  assertEquals(loaded.has("cli/sub.ts"), true);
  // These two import nothing else.
  const heavy =
    /^lib\/client\/(?!(error|milliseconds)\.ts$)|^lib\/transport\/|^@nats-io\/|^@bufbuild\//;
  assertEquals([...loaded].filter((path) => heavy.test(path)), []);
});
