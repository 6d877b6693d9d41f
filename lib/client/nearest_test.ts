// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { nearest } from "./nearest.ts";

Deno.test("nearest() finds the name that was meant, whatever its case", () => {
  const known = ["noEcho", "pingInterval", "user"];
  assertEquals(nearest("noecho", known), "noEcho");
  assertEquals(nearest("pingintervall", known), "pingInterval");
  assertEquals(nearest("usr", known), "user");
  assertEquals(nearest("xyz", known), undefined);
});
