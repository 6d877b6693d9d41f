// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch } from "@std/assert";
import { fakeIo } from "./fake_io.ts";
import { main } from "./main.ts";

for (
  const [args, nodes] of [
    [["--jetstream", "--websocket"], 1],
    [["--nodes", "2", "--log"], 2],
  ] as const
) {
  Deno.test(`server ${args.join(" ")} prints its URLs and stops at a signal`, async () => {
    const io = fakeIo();
    const answers: boolean[] = [];
    const asked = Promise.withResolvers<void>();
    io.onStdout = async (text) => {
      const urls = [...text.matchAll(/http:\/\/127\.0\.0\.1:\d+/g)].map(([url]) => url);
      for (const url of urls) {
        const answer = await fetch(`${url}/healthz?js-server-only=true`);
        await answer.body?.cancel();
        answers.push(answer.ok);
      }
      asked.resolve();
      io.stop("SIGINT");
    };
    assertEquals(await main(["server", ...args], io), 0);
    await asked.promise;
    assertEquals(answers, Array.from({ length: nodes }, () => true));
    assertMatch(io.written.stdout, /^n1 {2}nats:\/\/127\.0\.0\.1:\d+/);
    assertEquals(io.written.stdout.includes("ws://127.0.0.1:"), nodes === 1);
    assertEquals(io.written.stderr.includes("n2  ["), nodes === 2);
  });
}

Deno.test("server --port is the first node's, and further nodes take those behind it", async () => {
  const port = freePorts(2);
  const io = fakeIo();
  io.onStdout = () => io.stop("SIGINT");
  assertEquals(await main(["server", "--nodes", "2", "--port", `${port}`], io), 0);
  const urls = [...io.written.stdout.matchAll(/nats:\S+/g)].map(([url]) => url);
  assertEquals(urls, [`nats://127.0.0.1:${port}`, `nats://127.0.0.1:${port + 1}`]);
});

Deno.test("server --port says where a port is none, or taken", async () => {
  const none = fakeIo();
  assertEquals(await main(["server", "--nodes", "2", "--port", "65535"], none), 2);
  assertMatch(
    none.written.stderr,
    /^error: --port must be 65534 or less: current value is "65535"/,
  );
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const taken = fakeIo();
  assertEquals(await main(["server", "--port", `${listener.addr.port}`], taken), 3);
  assertMatch(taken.written.stderr, /address already in use/);
});

/** The first of so many ports in a row that nobody has. */
function freePorts(count: number): number {
  for (;;) {
    using first = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = first.addr;
    try {
      for (let i = 1; i < count; i++) {
        Deno.listen({ hostname: "127.0.0.1", port: port + i }).close();
      }
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse || error instanceof RangeError)) throw error;
    }
  }
}

Deno.test("server --mutual names the files that clients need", async () => {
  const io = fakeIo();
  const texts: string[] = [];
  io.onStdout = async (text) => {
    for (const [, path] of text.matchAll(/^NATS_\w+=(.*)$/gm)) {
      texts.push(await Deno.readTextFile(path ?? ""));
    }
    io.stop("SIGINT");
  };
  assertEquals(await main(["server", "--mutual"], io), 0);
  assertMatch(io.written.stdout, /^n1 {2}tls:\/\/127\.0\.0\.1:\d+/);
  assertEquals(
    texts.map((text) => text.split("\n")[0]),
    ["CERTIFICATE", "CERTIFICATE", "PRIVATE KEY"].map((label) => `-----BEGIN ${label}-----`),
  );
});

Deno.test("server tells what nats-server says of a bad configuration", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "natsrig-cli-" });
  await Deno.writeTextFile(`${cwd}/bad.conf`, "no_such_option: 1\n");
  const io = fakeIo({ cwd });
  assertEquals(await main(["server", "--config", "bad.conf"], io), 3);
  assertMatch(io.written.stderr, /no_such_option/);
  await Deno.remove(cwd, { recursive: true });
});
