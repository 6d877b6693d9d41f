// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { ServerError } from "./error.ts";
import { startServer } from "./start_server.ts";
import { TestClient } from "./test_client.ts";
import type { ServerEvent } from "./types.ts";

/** Collects the names of changes. */
function observer() {
  const changes: string[] = [];
  return { changes, observe: (event: ServerEvent) => void changes.push(event.change) };
}

function alive(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function varz(server: Awaited<ReturnType<typeof startServer>>, key: string) {
  return (await server.monitor("varz"))[key];
}

Deno.test("startServer() starts a server that takes clients, and leaves nothing", async () => {
  const { changes, observe } = observer();
  let pid = 0;
  let folder = "";
  {
    await using server = await startServer({ name: "solo", observe });
    assertEquals([server.name, server.running], ["solo", true]);
    assertMatch(server.url, /^nats:\/\/127\.0\.0\.1:\d+$/);
    assertMatch(server.version, /^2\.\d+\.\d+/);
    assertEquals(server.websocketUrl, undefined);
    assertEquals(await varz(server, "server_name"), "solo");
    using _client = await TestClient.connect(server.url);
    pid = server.pid ?? 0;
    folder = server.folder;
    assert(alive(pid));
  }
  assertEquals(alive(pid), false);
  assertThrows(() => Deno.statSync(folder), Deno.errors.NotFound);
  assertEquals(changes, ["start", "ready", "kill", "exit"]);
});

Deno.test("startServer() opens a WebSocket listener and a JetStream store of its own", async () => {
  await using server = await startServer({ websocket: true, config: "jetstream { max_mem: 1MB }" });
  const socket = new WebSocket(server.websocketUrl ?? "");
  const info = await new Promise<string>((resolve, reject) => {
    socket.onmessage = async (message) => resolve(await new Blob([message.data]).text());
    socket.onerror = reject;
  });
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
  assertMatch(info, /^INFO \{.*"jetstream":true/);
  const { config } = await server.monitor("jsz");
  assertMatch(JSON.stringify(config), new RegExp(`"store_dir":"${server.folder}/store/`));
});

Deno.test("startServer() adds configuration text", async () => {
  await using server = await startServer({
    config: 'authorization { user: a, password: "p\\"w" }\nmax_payload: 1024',
  });
  assertEquals(await varz(server, "max_payload"), 1024);
  assertEquals(await varz(server, "auth_required"), true);
});

Deno.test("startServer() finds the ports of a server whose log goes elsewhere", async () => {
  await using server = await startServer({ config: 'log_file: "nats.log"' });
  assertEquals(await varz(server, "port"), Number(new URL(server.url).port));
  assertMatch(await Deno.readTextFile(`${server.folder}/nats.log`), /Server is ready/);
});

Deno.test("startServer() fails at once with the server's own words", async () => {
  const { changes, observe } = observer();
  const bad = await assertRejects(
    () => startServer({ config: "max_payload: {", observe }),
    ServerError,
  );
  assertEquals(bad.code, "exited");
  assertMatch(bad.message, /^nats-server n1 ended \(exit 1\): nats-server: .*Unexpected EOF/);
  assertEquals(changes, ["start", "exit"]);
  const missing = await assertRejects(() => startServer({ binary: "/no/such" }), ServerError);
  assertEquals(missing.code, "exited");
  assertMatch(missing.message, /\/no\/such/);
});

Deno.test("startServer() gives up a server that never gets ready", async () => {
  const binary = await Deno.makeTempFile({ prefix: "natsrig-test-" });
  await Deno.writeTextFile(binary, "#!/bin/sh\necho dawdling >&2\nexec sleep 60\n");
  await Deno.chmod(binary, 0o755);
  const late = await assertRejects(() => startServer({ binary, readyTimeoutMs: 300 }), ServerError);
  assertEquals([late.code, late.message], [
    "not-ready",
    "nats-server n1 was not ready after 300 ms: dawdling",
  ]);
  const controller = new AbortController();
  const observe = () => controller.abort(new Error("enough"));
  await assertRejects(
    () => startServer({ binary, observe, signal: controller.signal }),
    Error,
    "enough",
  );
  await Deno.remove(binary);
});

Deno.test("Server.restart() keeps ports, store and configuration", async () => {
  await using server = await startServer({ jetstream: true, websocket: true });
  const before = [server.url, server.monitorUrl, server.websocketUrl, server.pid];
  {
    using client = await TestClient.connect(server.url);
    await client.request("$JS.API.STREAM.CREATE.S", { name: "S", subjects: ["s"] });
    assertMatch(await client.request("s", { n: 1 }), /"seq":1/);
  }
  await server.restart();
  assertEquals([server.url, server.monitorUrl, server.websocketUrl], before.slice(0, 3));
  assert(server.pid !== before[3]);
  await server.kill();
  assertEquals([server.running, server.pid], [false, undefined]);
  await server.start();
  using client = await TestClient.connect(server.url);
  assertMatch(await client.request("s", { n: 2 }), /"seq":2/);
});

Deno.test("Server refuses what its state does not allow", async () => {
  const server = await startServer();
  const running = await assertRejects(() => server.start(), ServerError);
  assertEquals(running.code, "running");
  await server.stop();
  await server.stop();
  await server.kill();
  const calls = [
    () => server.pause(),
    () => server.resume(),
    () => server.reload(),
    () => server.lameDuck(),
    () => server.monitor("varz"),
  ];
  for (const call of calls) {
    assertEquals((await assertRejects(call, ServerError)).code, "stopped");
  }
  await server[Symbol.asyncDispose]();
  assertEquals((await assertRejects(() => server.start(), ServerError)).code, "stopped");
  await server[Symbol.asyncDispose]();
});

Deno.test("Server.pause() freezes it until resume()", async () => {
  await using server = await startServer();
  await server.pause();
  let answered = false;
  const answer = server.monitor("varz").finally(() => answered = true);
  await new Promise((resolve) => setTimeout(resolve, 30));
  assertEquals([answered, server.running], [false, true]);
  await server.resume();
  assertEquals((await answer)["server_name"], "n1");
  await server.pause();
  await server.stop();
  assertEquals(server.running, false);
});

Deno.test("Server.reload() takes new text, and keeps the old where it is refused", async () => {
  await using server = await startServer({ config: "max_payload: 1024" });
  await server.reload({ config: "max_payload: 2048" });
  assertEquals(await varz(server, "max_payload"), 2048);
  const refused = await assertRejects(
    () => server.reload({ config: "max_payload: [" }),
    ServerError,
  );
  assertEquals(refused.code, "reload-failed");
  await server.reload();
  assertEquals(await varz(server, "max_payload"), 2048);
  await server.restart();
  assertEquals(await varz(server, "max_payload"), 2048);
  await server.reload({ config: "max_payload: 4096" });
  assertEquals(await varz(server, "max_payload"), 4096);
});

Deno.test("Server.lameDuck() tells clients; the end that follows was asked for", async () => {
  const { changes, observe } = observer();
  await using server = await startServer({ observe });
  using client = await TestClient.connect(server.url);
  await server.lameDuck();
  await client.until(/INFO \{.*"ldm":true/);
  assertEquals(changes, ["start", "ready", "lame-duck"]);
});

Deno.test("Server.unexpectedExit resolves when the process ends by itself", async () => {
  const { changes, observe } = observer();
  await using server = await startServer({ observe });
  await server.restart();
  assert(server.pid !== undefined);
  Deno.kill(server.pid, "SIGKILL");
  assertEquals(await server.unexpectedExit, { code: 137, signal: "SIGKILL" });
  assertEquals(server.running, false);
  await server.start();
  assertEquals(changes, [
    "start",
    "ready",
    "stop",
    "exit",
    "start",
    "ready",
    "exit",
    "start",
    "ready",
  ]);
});

Deno.test("Server waits for a port that somebody else has at its restart", async () => {
  await using server = await startServer();
  await server.stop();
  const intruder = Deno.listen({ hostname: "127.0.0.1", port: Number(new URL(server.url).port) });
  const started = server.start();
  while (!server.log().some((line) => line.includes("address already in use"))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  intruder.close();
  await started;
  assertEquals(server.running, true);
});

Deno.test("startServer() takes the port it is given, or tells at once that it is taken", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const error = await assertRejects(() => startServer({ port }), ServerError);
  assertEquals(error.code, "exited");
  assertMatch(error.message, /address already in use/);
  listener.close();
  await using server = await startServer({ port });
  assertEquals(server.url, `nats://127.0.0.1:${port}`);
  await server.restart();
  assertEquals(server.url, `nats://127.0.0.1:${port}`);
  for (const none of [0, -1, 65_536, 1.5]) {
    await assertRejects(() => startServer({ port: none }), RangeError, `value is ${none}`);
  }
});

Deno.test("Server.log() is bounded", async () => {
  await using server = await startServer({ config: "trace: true, debug: true" });
  using client = await TestClient.connect(server.url);
  await client.send("PUB a 1\r\nx\r\n".repeat(3000) + "PING\r\n");
  await client.until(/PONG/);
  await server.stop();
  assertEquals(server.log().length, 2000);
  assertMatch(server.log().at(-1) ?? "", /Server Exiting/);
});

Deno.test("startServer() keeps the folder where asked", async () => {
  const server = await startServer({ keep: true });
  await server[Symbol.asyncDispose]();
  assertMatch(await Deno.readTextFile(`${server.folder}/server.conf`), /server_name: "n1"/);
  await Deno.remove(server.folder, { recursive: true });
});
