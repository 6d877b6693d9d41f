// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { cacheFolder } from "./cache_folder.ts";

function folderOf(variables: Record<string, string>, os: typeof Deno.build.os): string {
  return cacheFolder({ env: (name) => variables[name], os });
}

Deno.test("cacheFolder() takes NATSRIG_CACHE before all else", () => {
  const folder = folderOf({ NATSRIG_CACHE: "own", XDG_CACHE_HOME: "xdg", HOME: "home" }, "linux");
  assertEquals(folder, "own");
});

Deno.test("cacheFolder() takes an empty variable as not set", () => {
  const folder = folderOf({ NATSRIG_CACHE: "", XDG_CACHE_HOME: "xdg" }, "linux");
  assertEquals(folder, join("xdg", "natsrig"));
});

Deno.test("cacheFolder() follows each system's custom", () => {
  assertEquals(folderOf({ HOME: "h" }, "linux"), join("h", ".cache", "natsrig"));
  assertEquals(folderOf({ HOME: "h" }, "darwin"), join("h", "Library", "Caches", "natsrig"));
  assertEquals(folderOf({ LOCALAPPDATA: "l" }, "windows"), join("l", "natsrig"));
});

Deno.test("cacheFolder() says what to set where there is no home", () => {
  assertThrows(() => folderOf({}, "linux"), Error, "set NATSRIG_CACHE");
});
