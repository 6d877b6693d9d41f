// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { ServerError } from "./error.ts";
import { compareVersions, isVersionRange, parseVersion, versionSatisfies } from "./version.ts";

Deno.test("parseVersion() takes full versions only", () => {
  assertEquals(parseVersion("v2.12.0-RC.1"), { numbers: [2, 12, 0], pre: "RC.1" });
  assertEquals(parseVersion("2.9.10"), { numbers: [2, 9, 10], pre: "" });
  for (const text of ["", "2", "2.12", "2.12.x", "2.12.0.1", "(devel)"]) {
    assertEquals(parseVersion(text), undefined, text);
  }
});

Deno.test("compareVersions() orders by number, a pre-release before its release", () => {
  const sorted = ["2.10.1", "2.9.10", "2.12.0", "2.12.0-RC.10", "2.12.0-RC.2", "2.9.9"]
    .toSorted((a, b) => compareVersions(parseVersion(a)!, parseVersion(b)!));
  assertEquals(sorted, ["2.9.9", "2.9.10", "2.10.1", "2.12.0-RC.2", "2.12.0-RC.10", "2.12.0"]);
});

Deno.test("versionSatisfies() judges ranges", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["2.10.0", ">=2.10", true],
    ["2.9.25", ">=2.10", false],
    ["2.12.5", "2.12", true],
    ["2.120.0", "2.12", false],
    ["2.15.0", "2.15.0", true],
    ["2.15.1", "2.15.0", false],
    ["2.15.1", "=2.15.0", false],
    ["2.12.9", "<=2.12", true],
    ["2.13.0", "<=2.12", false],
    ["2.12.9", ">2.12", false],
    ["2.13.0", ">2.12", true],
    ["2.10.29", ">=2.10 <2.11 || >=2.12", true],
    ["2.11.4", ">=2.10 <2.11 || >=2.12", false],
    ["2.15.0", ">= 2.10 < 3", true],
    ["2.12.0-RC.1", ">=2.12", false],
    ["v2.15.0", "v2", true],
  ];
  for (const [version, range, expected] of cases) {
    assertEquals(versionSatisfies(version, range), expected, `${version} in ${range}`);
  }
});

Deno.test("versionSatisfies() refuses what is no range", () => {
  for (const range of ["", "newest", "^2.10", ">=2.10 ||", "2.x"]) {
    assertEquals(isVersionRange(range), false, range);
    const error = assertThrows(() => versionSatisfies("2.15.0", range), ServerError);
    assertEquals(error.code, "version");
  }
});
