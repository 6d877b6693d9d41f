// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { declaredExports, importsOf, type SourceFile, sourceFiles } from "../lib/source_tree.ts";
import config from "../deno.json" with { type: "json" };
import jsrConfig from "../deno.jsr.json" with { type: "json" };
import { originals } from "./originals.ts";

const npmMap = new Map<string, string>(Object.entries(config.imports));
const jsrMap = new Map<string, string>(Object.entries(jsrConfig.imports));

Deno.test("deno.jsr.json is deno.json with JSR's originals, and tasks that stay under that map", async () => {
  const expected = { ...config, imports: originalImports(), tasks: underJsr(config.tasks) };
  const file = new URL("../deno.jsr.json", import.meta.url);
  if (Deno.env.get("UPDATE_GOLDEN") === "1") {
    await Deno.writeTextFile(file, `${JSON.stringify(expected, null, 2)}\n`);
  }
  const written: unknown = JSON.parse(await Deno.readTextFile(file));
  assertEquals(written, expected, "UPDATE_GOLDEN=1 writes it anew");
});

Deno.test("deno.jsr.json has one nats-core", () => {
  assertEquals([...jsrMap].filter(([, target]) => target.startsWith("npm:@nats-io/")), []);
  assertEquals(jsrMap.get("@nats-io/nats-core/internal"), "jsr:@nats-io/nats-core@^3.4.0/internal");
});

Deno.test("originals were read from the versions in use", () => {
  const npmVersions = [...npmMap].flatMap(([name, target]) => {
    const version = /^npm:@nats-io\/[\w-]+@([\d.]+)/.exec(target)?.[1];
    return version === undefined ? [] : [[name, version]];
  });
  const read = npmVersions.map(([name = ""]) => [name, originals.get(name)?.version]);
  assertEquals(read, npmVersions);
});

Deno.test("every import from JSR's packages takes names that the originals export", () => {
  const missing = sourceFiles(".ts").flatMap((file) =>
    [...importsOf(file), ...importsOf(examplesOf(file))]
      .filter(({ specifier }) => jsrMap.get(specifier)?.startsWith("jsr:") === true)
      .flatMap(({ specifier, names, line }) =>
        names
          .filter((name) => originals.get(specifier)?.names.has(name) !== true)
          .map((name) => `${file.path}:${line} takes ${name} from ${specifier}`)
      )
  );
  assertEquals(missing, []);
});

Deno.test("every package name that is imported is in the map", () => {
  const ours = new Set(
    Object.keys(config.exports).map((path) => `${config.name}${path.slice(1)}`),
  );
  const unmapped = sourceFiles(".ts").flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => !/^(\.{1,2}\/|node:)|\.proto$/.test(specifier))
      .filter(({ specifier }) => !npmMap.has(specifier) && !ours.has(specifier))
      .map(({ specifier, line }) => `${file.path}:${line} imports ${specifier}`)
  );
  assertEquals(unmapped, []);
});

Deno.test("the modules of compat export nothing that the originals lack", () => {
  const files = new Map(sourceFiles(".ts").map((file) => [`./${file.path}`, file]));
  const extra = [...npmMap]
    .filter(([, target]) => target.startsWith("./compat/"))
    .map(([name, target]) => {
      const file = files.get(target);
      const names = file === undefined ? [`no file ${target}`] : declaredExports(file);
      return [name, names.filter((each) => originals.get(name)?.names.has(each) !== true)];
    });
  assertEquals(extra, [["@std/assert", []], ["@std/cli/parse-args", []]]);
});

Deno.test("the modules of compat re-export nothing, so that their declarations are all", () => {
  const reExports = sourceFiles(".ts")
    .filter(({ path }) => path.startsWith("compat/"))
    .flatMap(({ path, text }) => [...text.matchAll(/^export (?:type )?[*{].*$/gm)].map(() => path));
  assertEquals(reExports, []);
});

/** The file with its documentation as code: what the examples import counts too. */
function examplesOf(file: SourceFile): SourceFile {
  const lines = file.text.split("\n").map((line) => /^\s*\* (.*)$/.exec(line)?.[1] ?? "");
  return { path: file.path, text: lines.join("\n") };
}

/** The import map with the names that JSR has mapped to JSR. */
function originalImports(): unknown {
  return Object.fromEntries([...npmMap].map(([name, target]) => {
    const [, original, path = ""] = /^(@(?:nats-io|std)\/[\w-]+)(\/.+)?$/.exec(name) ?? [];
    if (original === undefined) return [name, target];
    return [name, `jsr:${original}@${original.startsWith("@std/") ? "^1" : "^3.4.0"}${path}`];
  }));
}

/** Tasks as they are under deno.jsr.json; the lock file is deno.json's. */
function underJsr(tasks: Readonly<Record<string, Task>>): Readonly<Record<string, Task>> {
  const under = (command: string) =>
    command
      .replace(/\bdeno (run|test|check|doc|publish)\b/g, "deno $1 --config deno.jsr.json --no-lock")
      .replace(/\bdeno task\b/g, "deno task --config deno.jsr.json");
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      typeof task === "string" ? under(task) : { ...task, command: under(task.command) },
    ]),
  );
}

/** A task of deno.json. */
type Task = string | { readonly description: string; readonly command: string };
