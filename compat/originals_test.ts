// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { declaredExports, importsOf, type SourceFile, sourceFiles } from "../lib/source_tree.ts";
import config from "../deno.json" with { type: "json" };
import jsrConfig from "../deno.jsr.json" with { type: "json" };
import { originals } from "./originals.ts";

const npmMap = new Map<string, string>(Object.entries(config.imports));
const jsrMap = new Map<string, string>(Object.entries(jsrConfig.imports));

Deno.test("deno.jsr.json maps the names of deno.json, to the originals where JSR has them", () => {
  const expected = [...npmMap].map(([name, target]) => {
    const [, original, path = ""] = /^(@(?:nats-io|std)\/[\w-]+)(\/.+)?$/.exec(name) ?? [];
    if (original === undefined) return [name, target];
    return [name, `jsr:${original}@${original.startsWith("@std/") ? "^1" : "^3.4.0"}${path}`];
  });
  assertEquals([...jsrMap], expected);
});

Deno.test("deno.jsr.json has the tasks of deno.json, under its own map", () => {
  assertEquals(jsrConfig.tasks, underJsr(config.tasks));
});

Deno.test("deno.jsr.json is deno.json in all else", () => {
  assertEquals(rest(jsrConfig), rest(config));
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

/** A task's command as it is under deno.jsr.json; the lock file is deno.json's. */
function underJsr(tasks: unknown): unknown {
  if (typeof tasks === "string") {
    return tasks
      .replace(
        /\bdeno (run|test|check|doc|publish|cache|bench)\b/g,
        "deno $1 --config deno.jsr.json --no-lock",
      )
      .replace(/\bdeno task\b/g, "deno task --config deno.jsr.json");
  }
  if (typeof tasks !== "object" || tasks === null || Array.isArray(tasks)) return tasks;
  return Object.fromEntries(Object.entries(tasks).map(([key, value]) => [key, underJsr(value)]));
}

function rest(file: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { imports: _imports, tasks: _tasks, ...other } = file;
  return other;
}
