// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { connectionFlags, connectionOptions } from "./client_flags.ts";
import { type Command, UsageError } from "./command.ts";
import { fakeIo } from "./fake_io.ts";
import { parseInput } from "./parse_input.ts";
import { resolve } from "node:path";

const command: Command = {
  name: "test",
  about: "test flags",
  flags: connectionFlags,
  examples: [],
  run: () => Promise.resolve(0),
};

async function optionsOf(args: readonly string[], env: { readonly [name: string]: string }) {
  return await connectionOptions(parseInput(command, args), fakeIo({ cwd: "/here", env }));
}

const here = (file: string) => resolve("/here", file);

for (
  const [args, expected] of [
    [["-s", "a:1,b:2"], { servers: "a:1,b:2" }],
    [["-s", "a:1", "--servers=b:2"], { servers: "a:1,b:2" }],
    [["--context", "dev"], { context: "dev" }],
    [["--context", "dev", "-s", "a:1"], { context: "dev", servers: "a:1" }],
    [["-s", "a", "--creds", "al.creds"], { servers: "a", creds: here("al.creds") }],
    [["-s", "a", "--nkey", "/k/al.nk"], { servers: "a", nkey: here("/k/al.nk") }],
    [["-s", "a", "--user", "u", "--password", "p"], { servers: "a", user: "u", password: "p" }],
    [["-s", "a", "--token", "t"], { servers: "a", token: "t" }],
    [["-s", "a", "--tlsca", "ca.pem"], { servers: "a", tls: { caFile: here("ca.pem") } }],
    [
      ["-s", "a", "--tlscert", "c.pem", "--tlskey", "k.pem", "--tlsfirst"],
      {
        servers: "a",
        tls: { certFile: here("c.pem"), keyFile: here("k.pem"), handshakeFirst: true },
      },
    ],
  ] as const
) {
  Deno.test(`connectionOptions() reads ${args.join(" ")}`, async () => {
    assertEquals(await optionsOf(args, {}), expected);
  });
}

Deno.test("connectionOptions() takes the selected context where no server is given", async () => {
  const config = await Deno.makeTempDir({ prefix: "natsrig-cli-" });
  await Deno.mkdir(`${config}/nats/context`, { recursive: true });
  const env = { XDG_CONFIG_HOME: config };
  assertEquals(await optionsOf([], env), {});
  for (const name of ["dev", "prod"]) {
    await Deno.writeTextFile(`${config}/nats/context/${name}.json`, '{"url":"nats://a:1"}');
  }
  await Deno.writeTextFile(`${config}/nats/context.txt`, "dev");
  assertEquals(await optionsOf([], env), { context: "dev" });
  assertEquals(await optionsOf([], { ...env, NATS_CONTEXT: "prod" }), { context: "prod" });
  assertEquals(await optionsOf(["-s", "b:2"], env), { servers: "b:2" });
  assertEquals(await optionsOf([], { ...env, NATS_URL: "c:3" }), {});
  await Deno.remove(config, { recursive: true });
});

Deno.test("connectionOptions() refuses a certificate without its key", async () => {
  for (const flag of ["--tlscert", "--tlskey"]) {
    const error = await assertRejects(() => optionsOf(["-s", "a", flag, "x"], {}), UsageError);
    assertEquals(error.message, "--tlscert and --tlskey go together");
  }
});
