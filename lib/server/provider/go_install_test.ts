// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { ServerError } from "../error.ts";
import { goInstall } from "./go_install.ts";
import { fakeServer, makeCommands, recordRun, tempFolder, testRequest } from "./test_request.ts";

const module = "github.com/nats-io/nats-server/v2";

Deno.test("goInstall builds the pinned version into the cache", async () => {
  await using folder = await tempFolder();
  const PATH = await makeCommands(`${folder.path}/bin`, { go: "" });
  const { run, calls } = recordRun(async ({ options }) => {
    options.onLine?.("go: downloading x");
    const file = `${options.env?.["GOBIN"]}/nats-server`;
    await Deno.writeTextFile(file, fakeServer("2.15.0"));
    return {};
  });
  const request = testRequest(`${folder.path}/cache`, { run, vars: { PATH } });
  assertEquals(await goInstall.find(request), {
    path: `${folder.path}/cache/nats-server/2.15.0/nats-server`,
    version: "2.15.0",
  });
  assertEquals(calls.map(({ command, args }) => [command, ...args]), [
    [`${PATH}/go`, "install", `${module}@v2.15.0`],
  ]);
  assertEquals(calls[0]?.options.env?.["CGO_ENABLED"], "0");
  assertEquals(request.told.map((progress) => progress.text), [
    "nats-server 2.15.0: building with go",
    "go: downloading x",
  ]);
});

Deno.test("goInstall takes the newest release of a part of a version", async () => {
  await using folder = await tempFolder();
  const PATH = await makeCommands(`${folder.path}/bin`, { go: "" });
  const { run, calls } = recordRun(async ({ args, options }) => {
    if (args[0] === "list") {
      return { stdout: `${module} v2.11.9 v2.12.0-RC.1 v2.12.0 v2.12.10 v2.12.9 v2.13.0\n` };
    }
    await Deno.writeTextFile(`${options.env?.["GOBIN"]}/nats-server`, fakeServer("2.12.10"));
    return {};
  });
  const request = testRequest(folder.path, { run, vars: { PATH }, version: "2.12" });
  const answer = await goInstall.find(request);
  assertEquals("version" in answer && answer.version, "2.12.10");
  assertEquals(calls.map(({ args }) => args.join(" ")), [
    `list -m -versions ${module}`,
    `install ${module}@v2.12.10`,
  ]);
});

Deno.test("goInstall says why it cannot", async () => {
  await using folder = await tempFolder();
  assertEquals(await goInstall.find(testRequest(folder.path)), { reason: "no go on PATH" });
  const PATH = await makeCommands(`${folder.path}/bin`, { go: "" });
  const old = testRequest(folder.path, { vars: { PATH }, requires: "<2.11" });
  assertEquals(await goInstall.find(old), { reason: "2.15.0 does not satisfy '<2.11'" });
  const { run } = recordRun(() => ({ code: 1, stderr: "a\nb\nno such module" }));
  const failing = testRequest(folder.path, { run, vars: { PATH } });
  const error = await assertRejects(() => goInstall.find(failing), ServerError);
  assertEquals(error.message, "go install failed: a\nb\nno such module");
});
