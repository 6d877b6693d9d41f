// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import type { FoundServer } from "../server/mod.ts";
import { chooseServers, type ServerFinder } from "./choose_servers.ts";
import { fakeRun } from "./fake_run.ts";

const usual: FoundServer = { path: "/bin/usual", version: "2.12.3", provider: "PATH" };
const newer: FoundServer = { path: "/cache/newer", version: "2.15.0", provider: "cache" };

class NotFound extends Error {
  readonly code = "not-found";
}

/** Finds by exact texts; keeps what it was asked. */
function finder(answers: { readonly [wanted: string]: FoundServer }) {
  const asked: string[] = [];
  const it: ServerFinder = {
    find: (wanted) => {
      const key = `${wanted.version ?? ""}|${wanted.requires ?? ""}`;
      asked.push(key);
      const answer = answers[key];
      return answer === undefined
        ? Promise.reject(new NotFound("nothing fits"))
        : Promise.resolve(answer);
    },
    satisfies: (version, requires) => version >= requires.replace(">=", ""),
  };
  return { asked, it };
}

Deno.test("chooseServers() looks once for a server that all runs can use", async () => {
  const { asked, it } = finder({ "|": usual });
  const choice = await chooseServers([fakeRun("a"), fakeRun("b")], it);
  assertEquals(asked, ["|"]);
  assertEquals(choice.of(fakeRun("b")), { kind: "managed", server: usual });
  assertEquals(choice.servers, [usual]);
});

Deno.test("chooseServers() finds one per wanted version", async () => {
  const { it } = finder({ "2.12|": usual, "2.15|": newer });
  const runs = [fakeRun("a", { serverVersion: "2.12" }), fakeRun("b", { serverVersion: "2.15" })];
  const choice = await chooseServers(runs, it);
  assertEquals(runs.map((run) => choice.of(run)), [
    { kind: "managed", server: usual },
    { kind: "managed", server: newer },
  ]);
});

Deno.test("chooseServers() finds another where the usual one does not meet requires", async () => {
  const { asked, it } = finder({ "|": usual, "|>=2.14": newer });
  const run = fakeRun("a", { requires: { server: ">=2.14", driver: [] } });
  const choice = await chooseServers([run], it);
  assertEquals(asked, ["|", "|>=2.14"]);
  assertEquals(choice.of(run), { kind: "managed", server: newer });
});

Deno.test("chooseServers() gives the reason where none meets requires", async () => {
  const { it } = finder({ "|": usual });
  const run = fakeRun("a", { requires: { server: ">=2.99", driver: [] } });
  assertEquals((await chooseServers([run], it)).of(run), {
    kind: "none",
    reason: "needs nats-server >=2.99, and this is 2.12.3",
  });
});

Deno.test("chooseServers() looks for no other version than the wanted one", async () => {
  const { asked, it } = finder({ "2.12|": usual, "|>=2.14": newer });
  const run = fakeRun("a", {
    serverVersion: "2.12",
    requires: { server: ">=2.14", driver: [] },
  });
  assertEquals((await chooseServers([run], it)).of(run).kind, "none");
  assertEquals(asked, ["2.12|"]);
});

Deno.test("chooseServers() looks for nothing where all servers run already", async () => {
  const { asked, it } = finder({});
  const run = fakeRun("a", { server: { url: "nats://127.0.0.1:4222" } });
  const choice = await chooseServers([run], it);
  assertEquals(choice.of(run), { kind: "external", url: "nats://127.0.0.1:4222" });
  assertEquals(asked, []);
  assertEquals(choice.servers, []);
});

Deno.test("chooseServers() fails where there is no server at all", async () => {
  const { it } = finder({});
  await assertRejects(() => chooseServers([fakeRun("a")], it), NotFound, "nothing fits");
});
