// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { findFiles, shownPath } from "./find_files.ts";
import { join } from "node:path";

async function tree(files: readonly string[]): Promise<string> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "natsrig-find-" }));
  for (const file of files) {
    const path = join(folder, file);
    await Deno.mkdir(join(path, ".."), { recursive: true });
    await Deno.writeTextFile(path, "scenario: x\n");
  }
  return folder;
}

async function found(files: readonly string[], paths: readonly string[]) {
  const folder = await tree(files);
  try {
    const result = findFiles(paths, folder);
    return {
      ids: result.files.map(({ id }) => id),
      shown: result.files.map(({ shown }) => shown),
      problems: result.diagnostics.map(({ file, message }) => `${file}: ${message}`),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("findFiles() gives a folder's yaml files, sorted, without hidden ones", async () => {
  const { ids, shown } = await found(
    ["s/b.yaml", "s/a_1.yml", "s/kv/get.yaml", "s/notes.md", "s/.git/x.yaml"],
    ["s"],
  );
  assertEquals(ids, ["a-1", "b", "kv/get"]);
  assertEquals(shown, ["s/a_1.yml", "s/b.yaml", "s/kv/get.yaml"]);
});

Deno.test("findFiles() takes a file as it is, and each file once", async () => {
  const { ids } = await found(["s/b.yaml", "s/a.yaml"], ["s/b.yaml", "s", "s/a.yaml"]);
  assertEquals(ids, ["b", "a"]);
});

Deno.test("findFiles() gives what a glob matches, with ids below its fixed part", async () => {
  const { ids } = await found(
    ["s/kv/get.yaml", "s/js/get.yaml", "s/echo.yaml"],
    ["s/**/g*.yaml"],
  );
  assertEquals(ids, ["js/get", "kv/get"]);
});

Deno.test("findFiles() tells what is missing, empty, or matches nothing, all at once", async () => {
  const { problems } = await found(["empty/notes.md"], ["gone.yaml", "empty", "x/*.yaml"]);
  assertEquals(problems, [
    "gone.yaml: no such file or folder",
    "empty: the folder holds no scenarios: no *.yaml or *.yml file in it",
    "x/*.yaml: no file matches",
  ]);
});

Deno.test("findFiles() makes ids of two folders' files differ", async () => {
  const { ids } = await found(["one/echo.yaml", "two/echo.yaml"], ["one", "two"]);
  assertEquals(ids, ["one/echo", "two/echo"]);
});

Deno.test("shownPath() is relative below the working directory only", () => {
  assertEquals(shownPath("/w/s/a.yaml", "/w"), "s/a.yaml");
  assertEquals(shownPath("/other/a.yaml", "/w"), "/other/a.yaml");
  assertEquals(shownPath("/w/..a.yaml", "/w"), "..a.yaml");
});
