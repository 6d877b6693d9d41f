// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertGreater, assertMatch, assertRejects } from "@std/assert";
import { ServerError } from "../error.ts";
import { findServer } from "../find_server.ts";
import { compress, makeTar, makeZip } from "../test_archive.ts";
import { archive } from "./archive.ts";
import { fakeServer, tempFolder, testRequest } from "./test_request.ts";

const stem = "nats-server-v9.9.9-linux-amd64";
const good = await compress(
  makeTar([
    { name: `${stem}/README.md`, text: "nats-server: v0.0.0" },
    { name: `${stem}/nats-server`, text: fakeServer("9.9.9") },
  ]),
  "gzip",
);

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

type Files = { readonly [path: string]: BodyInit | (() => Response | Promise<Response>) };

/** Serves files; records the paths that were asked for. */
function serve(files: Files) {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const path = new URL(request.url).pathname;
    asked.push(path);
    const file = files[path];
    if (file === undefined) return new Response("none", { status: 404 });
    return typeof file === "function" ? file() : new Response(file);
  });
  return {
    asked,
    mirror: `http://127.0.0.1:${server.addr.port}/dl`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function release(sum?: string): Promise<Files> {
  return {
    [`/dl/v9.9.9/${stem}.tar.gz`]: good,
    "/dl/v9.9.9/SHA256SUMS": `${"0".repeat(64)}  other.tar.gz\n${
      sum ?? await sha256(good)
    }  ${stem}.tar.gz\n`,
  };
}

/** Why the archive provider does not do. */
async function refusal(mirror: string, cache: string, version = "9.9.9"): Promise<string> {
  const platform = { os: "linux", arch: "amd64" };
  const error = await assertRejects(
    () => findServer({ providers: [archive], version, mirror, cache, platform }),
    ServerError,
  );
  assertEquals(error.code, "not-found");
  const [attempt] = error.attempts;
  assertEquals(attempt?.provider, "release archive");
  return (attempt?.reason ?? "").replaceAll(mirror, "MIRROR");
}

async function leftIn(cache: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(`${cache}/nats-server`));
  return entries.map((entry) => entry.name).filter((name) => !name.startsWith(".lock-"));
}

Deno.test("archive fetches, verifies and unpacks another version by its SHA256SUMS", async () => {
  await using folder = await tempFolder();
  await using server = serve(await release());
  const request = testRequest(folder.path, { version: "9.9.9", mirror: `${server.mirror}/` });
  const path = `${folder.path}/nats-server/9.9.9/nats-server`;
  assertEquals(await archive.find(request), { path, version: "9.9.9" });
  assertEquals(request.told.at(-1), {
    provider: "release archive",
    text: "nats-server 9.9.9: downloading",
    done: good.length,
    total: good.length,
  });
  assertEquals(await leftIn(folder.path), ["9.9.9"]);
  await archive.find(request);
  assertEquals(server.asked.length, 2, "the second time it is in the cache");
});

Deno.test("archive unpacks a zip for Windows", async () => {
  const zipStem = "nats-server-v9.9.9-windows-amd64";
  const zip = await makeZip([{ name: `${zipStem}/nats-server.exe`, text: fakeServer("9.9.9") }]);
  await using folder = await tempFolder();
  await using server = serve({
    [`/dl/v9.9.9/${zipStem}.zip`]: zip,
    "/dl/v9.9.9/SHA256SUMS": `${await sha256(zip)}  ${zipStem}.zip\n`,
  });
  const request = testRequest(folder.path, {
    version: "9.9.9",
    mirror: server.mirror,
    platform: { os: "windows", arch: "amd64" },
  });
  assertEquals(await archive.find(request), {
    path: `${folder.path}/nats-server/9.9.9/nats-server.exe`,
    version: "9.9.9",
  });
});

Deno.test("archive takes the pinned version by the pinned checksum only", async () => {
  await using folder = await tempFolder();
  const file = "nats-server-v2.15.0-linux-amd64.tar.gz";
  await using server = serve({
    [`/dl/v2.15.0/${file}`]: good,
    "/dl/v2.15.0/SHA256SUMS": `${await sha256(good)}  ${file}\n`,
  });
  assertEquals(
    await refusal(server.mirror, folder.path, "2.15.0"),
    `${file} has the SHA-256 ${await sha256(good)} instead of ` +
      "5d2c51caca950333aba84911df7d377f826f3a59ec36061c6539105084f65c92",
  );
  assertEquals(server.asked, [`/dl/v2.15.0/${file}`]);
  assertEquals(await leftIn(folder.path), []);
});

Deno.test("archive refuses a wrong checksum", async () => {
  await using folder = await tempFolder();
  await using server = serve(await release("a".repeat(64)));
  assertEquals(
    await refusal(server.mirror, folder.path),
    `${stem}.tar.gz has the SHA-256 ${await sha256(good)} instead of ${"a".repeat(64)}`,
  );
  assertEquals(await leftIn(folder.path), []);
});

Deno.test("archive refuses a truncated archive, whole or not by its checksum", async () => {
  const half = good.slice(0, good.length / 2);
  const path = `/dl/v9.9.9/${stem}.tar.gz`;
  await using folder = await tempFolder();
  await using wrongSum = serve({ ...await release(), [path]: half });
  assertMatch(await refusal(wrongSum.mirror, folder.path), /has the SHA-256/);
  await using rightSum = serve({ ...await release(await sha256(half)), [path]: half });
  assertMatch(await refusal(rightSum.mirror, folder.path), /^Cannot decompress the archive: /);
  assertEquals(await leftIn(folder.path), []);
});

Deno.test("archive tells of what the mirror does not have", async () => {
  await using folder = await tempFolder();
  await using nothing = serve({});
  assertEquals(
    await refusal(nothing.mirror, folder.path),
    "Cannot download MIRROR/v9.9.9/SHA256SUMS: status 404",
  );
  await using sumsOnly = serve({ "/dl/v9.9.9/SHA256SUMS": `${"a".repeat(64)}  other.tar.gz\n` });
  assertEquals(
    await refusal(sumsOnly.mirror, folder.path),
    `MIRROR/v9.9.9/SHA256SUMS does not list ${stem}.tar.gz`,
  );
});

Deno.test("archive gives up a slow download at the signal, and leaves nothing", async () => {
  await using folder = await tempFolder();
  const begun = Promise.withResolvers<void>();
  const slow = () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(good.slice(0, 10)),
    });
    return new Response(body);
  };
  await using server = serve({ ...await release(), [`/dl/v9.9.9/${stem}.tar.gz`]: slow });
  const controller = new AbortController();
  const request = testRequest(folder.path, {
    version: "9.9.9",
    mirror: server.mirror,
    signal: controller.signal,
    progress: () => begun.resolve(),
  });
  const search = archive.find(request);
  await begun.promise;
  controller.abort(new Error("enough"));
  await assertRejects(() => search, Error, "enough");
  assertEquals(await leftIn(folder.path), []);
});

Deno.test("archive lets two processes at once fetch it once", async () => {
  await using folder = await tempFolder();
  const both = Promise.withResolvers<void>();
  let asking = 0;
  const slow = async () => {
    // The first one is answered when the second one waits for the lock, or fetches as well.
    if (++asking === 2) both.resolve();
    await both.promise;
    return new Response(good);
  };
  await using server = serve({ ...await release(), [`/dl/v9.9.9/${stem}.tar.gz`]: slow });
  const code = `
    const { findServer } = await import("${import.meta.resolve("../find_server.ts")}");
    const { archive } = await import("${import.meta.resolve("./archive.ts")}");
    const found = await findServer({
      providers: [archive], version: "9.9.9", cache: "${folder.path}", mirror: "${server.mirror}",
      platform: { os: "linux", arch: "amd64" },
      progress: (p) => p.text.includes("another process") && console.log("waiting"),
    });
    console.log(found.version, found.provider);`;
  const processes = [1, 2].map(() =>
    new Deno.Command(Deno.execPath(), { args: ["eval", code], stdout: "piped" }).spawn()
  );
  const outputs = await Promise.all(processes.map(async (process) => {
    let text = "";
    for await (const chunk of process.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes("waiting")) both.resolve();
    }
    assertEquals((await process.status).code, 0);
    return text;
  }));
  assertEquals(outputs.toSorted(), ["9.9.9 release archive\n", "waiting\n9.9.9 cache\n"]);
  assertEquals(asking, 1);
  assertGreater((await Deno.stat(`${folder.path}/nats-server/9.9.9/nats-server`)).size, 0);
  assertEquals(await leftIn(folder.path), ["9.9.9"]);
});
