// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { type Sink, wantsColour } from "./io.ts";

function sink(terminal: boolean): Sink {
  return { terminal, width: () => 80, write: () => {} };
}

function wants(terminal: boolean, env: { readonly [name: string]: string }): boolean {
  return wantsColour(sink(terminal), { env: (name) => env[name] });
}

Deno.test("wantsColour() is true on a terminal only", () => {
  assertEquals(wants(true, {}), true);
  assertEquals(wants(false, {}), false);
  assertEquals(wants(true, { TERM: "dumb" }), false);
});

Deno.test("wantsColour() heeds NO_COLOR before FORCE_COLOR, empty ones not", () => {
  assertEquals(wants(true, { NO_COLOR: "1" }), false);
  assertEquals(wants(true, { NO_COLOR: "" }), true);
  assertEquals(wants(false, { FORCE_COLOR: "1" }), true);
  assertEquals(wants(true, { FORCE_COLOR: "0" }), false);
  assertEquals(wants(true, { NO_COLOR: "1", FORCE_COLOR: "1" }), false);
});
