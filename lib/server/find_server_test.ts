// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { cacheFolder } from "./cache.ts";
import { ServerError } from "./error.ts";
import { describeServer, findServer, type FindServerOptions } from "./find_server.ts";
import { cache } from "./provider/cache.ts";
import { env } from "./provider/env.ts";
import { providers } from "./provider/mod.ts";
import { path } from "./provider/path.ts";
import { fakeServer, makeCommands, tempFolder } from "./provider/test_request.ts";

/** A machine with binaries in the environment, the cache (two) and on PATH. */
async function machine(folder: string) {
  const server = (version: string) => ({ "nats-server": fakeServer(version) });
  const vars: { [name: string]: string } = {
    NATSRIG_SERVER: `${await makeCommands(`${folder}/env`, server("2.10.1"))}/nats-server`,
    PATH: `${folder}/missing:${await makeCommands(`${folder}/path`, server("2.11.1"))}`,
  };
  for (const version of ["2.12.9", "2.12.10"]) {
    await makeCommands(`${folder}/cache/nats-server/${version}`, server(version));
  }
  await Deno.mkdir(`${folder}/cache/nats-server/.partial-2.13.0-x`);
  return async (options: FindServerOptions, without: string[] = []) => {
    const found = await findServer({
      cache: `${folder}/cache`,
      providers: [env, cache, path],
      env: (name) => without.includes(name) ? undefined : vars[name],
      ...options,
    });
    return describeServer(found);
  };
}

Deno.test("findServer() takes the first that does: environment, cache, PATH", async () => {
  await using folder = await tempFolder();
  const find = await machine(folder.path);
  assertEquals(await find({}), "nats-server 2.10.1 (NATSRIG_SERVER)");
  assertEquals(await find({}, ["NATSRIG_SERVER"]), "nats-server 2.12.10 (cache)");
  assertEquals(await find({ cache: "/nowhere" }, ["NATSRIG_SERVER"]), "nats-server 2.11.1 (PATH)");
});

Deno.test("findServer() passes over what does not satisfy", async () => {
  await using folder = await tempFolder();
  const find = await machine(folder.path);
  assertEquals(await find({ requires: ">=2.11 <2.12" }), "nats-server 2.11.1 (PATH)");
  assertEquals(await find({ requires: "<2.12.10 >=2.12" }), "nats-server 2.12.9 (cache)");
  assertEquals(await find({ version: "2.12" }), "nats-server 2.12.10 (cache)");
  assertEquals(await find({ version: "v2.12.9" }), "nats-server 2.12.9 (cache)");
});

Deno.test("findServer() lists every attempt with its reason", async () => {
  await using folder = await tempFolder();
  const find = await machine(folder.path);
  const error = await assertRejects(() => find({ requires: ">=3" }), ServerError);
  assertEquals(error.code, "not-found");
  const shown = error.message.replaceAll(folder.path, "");
  assertEquals(
    shown,
    `There is no nats-server >=3 to be had:
  NATSRIG_SERVER: /env/nats-server: 2.10.1 does not satisfy '>=3'
  cache: 2.12.10 does not satisfy '>=3', 2.12.9 does not satisfy '>=3'
  PATH: /path/nats-server: 2.11.1 does not satisfy '>=3'`,
  );
  assertEquals(error.attempts.length, 3);
});

Deno.test("findServer() counts a provider's failure as its reason", async () => {
  await using folder = await tempFolder();
  const vars: { [name: string]: string } = {
    NATSRIG_SERVER: "/nowhere/nats-server",
    PATH: await makeCommands(folder.path, { "nats-server": "#!/bin/sh\necho hello\n" }),
  };
  const search = findServer({
    cache: "/nowhere",
    providers: [env, cache, path],
    env: (name) => vars[name],
  });
  const error = await assertRejects(() => search, ServerError);
  assertEquals(error.attempts, [
    { provider: "NATSRIG_SERVER", reason: "/nowhere/nats-server does not exist" },
    { provider: "cache", reason: "nothing in /nowhere" },
    { provider: "PATH", reason: "it does not say which version of nats-server it is: 'hello'" },
  ]);
});

Deno.test("findServer() refuses bad input and heeds its signal", async () => {
  const options = { cache: "/nowhere", env: () => undefined };
  const range = await assertRejects(() => findServer({ ...options, requires: "new" }), ServerError);
  assertEquals(range.code, "version");
  const version = await assertRejects(() => findServer({ ...options, version: ">2" }), ServerError);
  assertEquals(version.code, "version");
  const signal = AbortSignal.abort(new Error("enough"));
  await assertRejects(() => findServer({ ...options, signal }), Error, "enough");
});

Deno.test("providers stand in the documented order", () => {
  assertEquals(providers.map((provider) => provider.name), [
    "NATSRIG_SERVER",
    "cache",
    "PATH",
    "release archive",
    "go install",
    "apt",
  ]);
});

Deno.test("cacheFolder() follows the system's customs", () => {
  const folder = (os: string, vars: { [name: string]: string }) =>
    cacheFolder((name) => vars[name], { os, arch: "amd64" });
  assertEquals(folder("linux", { HOME: "/h" }), "/h/.cache/natsrig");
  assertEquals(folder("linux", { HOME: "/h", XDG_CACHE_HOME: "/x" }), "/x/natsrig");
  assertEquals(folder("linux", { HOME: "/h", NATSRIG_CACHE: "/own" }), "/own");
  assertEquals(folder("darwin", { HOME: "/h" }), "/h/Library/Caches/natsrig");
});
