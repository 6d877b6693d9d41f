// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { apt } from "./apt.ts";
import {
  type Call,
  fakeServer,
  makeCommands,
  recordRun,
  tempFolder,
  testRequest,
} from "./test_request.ts";

const uris = "'http://mirror.invalid/nats-server_2.9.10-1%2bb3_amd64.deb' " +
  "nats-server_2.9.10-1+b3_amd64.deb 4711 SHA256:00\n";

/** A system whose package lists are missing until `update` was run. */
function system(options: { readonly lists: boolean }) {
  let lists = options.lists;
  return recordRun(async ({ command, args, options: { cwd } }: Call) => {
    if (command === "dpkg") {
      await makeCommands(`${args[2]}/usr/sbin`, { "nats-server": fakeServer("2.9.10") });
      return {};
    }
    if (args.includes("update")) lists = true;
    if (!args.includes("download")) return {};
    if (!lists) return { code: 100, stderr: "E: Unable to locate package nats-server" };
    if (args.includes("--print-uris")) return { stdout: uris };
    await Deno.writeTextFile(`${cwd}/nats-server_2.9.10-1+b3_amd64.deb`, "");
    return {};
  });
}

/** The words of a call that say what it does. */
function gist({ command, args }: Call): string {
  return [command, ...args.filter((arg) => /^(update|download|--print-uris|-x)$/.test(arg))].join(
    " ",
  );
}

Deno.test("apt unpacks the distribution's package into the cache", async () => {
  await using folder = await tempFolder();
  const PATH = await makeCommands(`${folder.path}/bin`, { "apt-get": "", dpkg: "" });
  const { run, calls } = system({ lists: true });
  const request = testRequest(`${folder.path}/cache`, { run, vars: { PATH } });
  assertEquals(await apt.find(request), {
    path: `${folder.path}/cache/nats-server/2.9.10/nats-server`,
    version: "2.9.10",
  });
  assertEquals(calls.map(gist), ["apt-get download --print-uris", "apt-get download", "dpkg -x"]);
});

Deno.test("apt reads package lists of its own where the system has none", async () => {
  await using folder = await tempFolder();
  const PATH = await makeCommands(`${folder.path}/bin`, { "apt-get": "", dpkg: "" });
  const { run, calls } = system({ lists: false });
  const answer = await apt.find(testRequest(`${folder.path}/cache`, { run, vars: { PATH } }));
  assertEquals("version" in answer && answer.version, "2.9.10");
  assertEquals(calls.map(gist), [
    "apt-get download --print-uris",
    "apt-get update",
    "apt-get download --print-uris",
    "apt-get download",
    "dpkg -x",
  ]);
  const cwd = calls[1]?.options.cwd;
  for (const call of calls.slice(1, 4)) {
    assert(call.args.includes(`Dir::State::lists=${cwd}/lists`), call.args.join(" "));
    assert(call.args.includes(`Dir::Cache=${cwd}/cache`), call.args.join(" "));
  }
});

Deno.test("apt downloads nothing where the package's version does not do", async () => {
  await using folder = await tempFolder();
  const PATH = await makeCommands(`${folder.path}/bin`, { "apt-get": "", dpkg: "" });
  const { run, calls } = system({ lists: true });
  const request = testRequest(folder.path, { run, vars: { PATH }, requires: ">=2.10" });
  assertEquals(await apt.find(request), {
    reason: "the package's version 2.9.10 does not satisfy '>=2.10'",
  });
  assertEquals(calls.map(gist), ["apt-get download --print-uris"]);
});

Deno.test("apt needs its tools", async () => {
  await using folder = await tempFolder();
  assertEquals(await apt.find(testRequest(folder.path)), { reason: "no apt-get on PATH" });
});
