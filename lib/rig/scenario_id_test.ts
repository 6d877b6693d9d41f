// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { scenarioIds } from "./scenario_id.ts";

function ids(...files: (readonly [path: string, base: string])[]): string[] {
  return scenarioIds(files.map(([path, base]) => ({ path, base })));
}

Deno.test("scenarioIds() takes the stem, with - for _", () => {
  assertEquals(ids(["/s/caching_echo.yaml", "/s"]), ["caching-echo"]);
});

Deno.test("scenarioIds() keeps folders below the base", () => {
  assertEquals(ids(["/s/kv_store/put_get.yml", "/s"]), ["kv-store/put-get"]);
});

Deno.test("scenarioIds() puts parent folders before ids that clash, and before no others", () => {
  assertEquals(
    ids(["/x/a/echo.yaml", "/x/a"], ["/x/b/echo.yaml", "/x/b"], ["/x/c/ping.yaml", "/x/c"]),
    ["a/echo", "b/echo", "ping"],
  );
});

Deno.test("scenarioIds() goes up as far as ids differ", () => {
  assertEquals(
    ids(["/one/s/echo.yaml", "/one/s"], ["/two/s/echo.yaml", "/two/s"]),
    ["one/s/echo", "two/s/echo"],
  );
});

Deno.test("scenarioIds() numbers files that differ in _ and - only", () => {
  assertEquals(ids(["/s/a_b.yaml", "/s"], ["/s/a-b.yaml", "/s"]), ["s/a-b", "s/a-b~2"]);
});

Deno.test("scenarioIds() keeps a name without an extension", () => {
  assertEquals(ids(["/s/README", "/s"]), ["README"]);
});
