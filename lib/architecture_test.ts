// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import {
  type Import,
  importsOf,
  isTestCode,
  lineAt,
  type SourceFile,
  sourceFiles,
  withoutComments,
} from "./source_tree.ts";

/** Programs: composition roots that may import all rooms, and that no room imports. */
const programs: ReadonlySet<string> = new Set(["cli", "bench", "examples", "scenarios"]);

/** The rooms a room may import from. */
const allowed: { readonly [room: string]: readonly string[] } = {
  "mod.ts": [
    ...["action", "app", "client", "codec", "driver", "matcher", "outbox", "report", "rig"],
    ...["scenario", "server", "testing"],
  ],
  testing: ["rig", "scenario", "server"],
  rig: ["action", "app", "client", "codec", "driver", "matcher", "report", "scenario", "server"],
  action: ["app", "codec", "driver", "scenario", "server"],
  matcher: ["scenario"],
  report: ["scenario"],
  driver: ["client", "codec", "scenario"],
  scenario: ["action", "codec", "driver", "matcher", "server"],
  app: ["client", "codec", "outbox", "proto", "scenario"],
  outbox: ["client"],
  client: ["codec", "transport"],
  transport: [],
  codec: ["proto"],
  server: [],
  // Only its generator imports the codec.
  proto: ["codec"],
  compat: [],
};

/** The vocabulary in lib/scenario: pure leaves that rooms other than the runner may import. */
const leaves: { readonly [room: string]: readonly string[] } = {
  action: ["types", "unit"],
  matcher: ["types", "unit"],
  driver: ["types"],
  app: ["unit"],
  report: ["types", "unit", "diagnostic", "excerpt", "mask", "paint", "position", "visible"],
};

/** What seams show of themselves to each other: `types.ts`, and the error class beside it. */
const seamFiles: { readonly [room: string]: readonly string[] } = {
  driver: ["types", "error"],
};

const files = sourceFiles(".ts");
const production = files.filter((file) => !isTestCode(file));

Deno.test("rooms import only from the rooms below them", () => {
  const wrong = production.flatMap((file) =>
    importsAcross(file)
      .filter(({ to }) =>
        !programs.has(roomOf(file.path)) && !allowed[roomOf(file.path)]?.includes(to)
      )
      .map((found) => describe(file, found))
  );
  assertEquals(wrong, []);
});

Deno.test("each room is in the table of rooms, and each line of the table is a room", () => {
  const rooms = new Set(production.map(({ path }) => roomOf(path)));
  assertEquals([...rooms].filter((room) => !(room in allowed) && !programs.has(room)), []);
  assertEquals(Object.keys(allowed).filter((room) => !rooms.has(room)), []);
});

Deno.test("seams take the vocabulary of scenarios, never the stages", () => {
  const wrong = production.flatMap((file) => {
    const known = leaves[roomOf(file.path)];
    if (known === undefined) return [];
    return importsAcross(file)
      .filter(({ to, target }) => to === "scenario" && !known.includes(stem(target)))
      .map((found) => describe(file, found));
  });
  assertEquals(wrong, []);
});

Deno.test("the vocabulary of scenarios imports nothing but itself", () => {
  // `types.ts` hands on its three parts; nobody else imports those by name.
  const parts = ["source_types", "plan_types", "event_types"];
  const vocabulary = new Set([...Object.values(leaves).flat(), ...parts]);
  const wrong = production
    .filter(({ path }) => roomOf(path) === "scenario" && vocabulary.has(stem(path)))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => roomOf(target) !== "scenario" || !vocabulary.has(stem(target)))
        .map((found) => describe(file, found))
    );
  assertEquals(wrong, []);
});

Deno.test("the pipeline's stages know seams as types only", () => {
  const wrong = production.filter(({ path }) => roomOf(path) === "scenario").flatMap((file) =>
    importsAcross(file)
      .filter(({ typeOnly, target }) => !typeOnly || stem(target) !== "types")
      .map((found) => describe(file, found))
  );
  assertEquals(wrong, []);
});

Deno.test("actions know drivers by their seam", () => {
  const wrong = production.filter(({ path }) => roomOf(path) === "action").flatMap((file) =>
    importsAcross(file)
      .filter(({ to, target }) => seamFiles[to]?.includes(stem(target)) === false)
      .map((found) => describe(file, found))
  );
  assertEquals(wrong, []);
});

Deno.test("the pure stages touch neither Deno nor node", () => {
  const effectful = /\/(run|run_\w+|interference|clock)\.ts$/;
  const wrong = production
    .filter(({ path }) => /^lib\/(scenario|matcher|report)\//.test(path) && !effectful.test(path))
    .flatMap((file) =>
      matches(file, /\bDeno\.|\bfetch\(|\bprocess\.|(?:from|import)\s*\(?"node:/g)
    );
  assertEquals(wrong, []);
});

Deno.test("nothing is imported in a circle", () => {
  const graph = new Map(production.map((file) => [
    file.path,
    importsOf(file).filter(({ typeOnly }) => !typeOnly).map(({ target }) => target),
  ]));
  assertEquals(circles(graph), []);
});

Deno.test("circles() finds one", () => {
  const graph = new Map([["a", ["b"]], ["b", ["c"]], ["c", ["b"]], ["d", ["a"]]]);
  assertEquals(circles(graph), ["b → c → b"]);
});

Deno.test("only programs print, read flags and exit", () => {
  // A test may warn; the generator of proto/gen is a program of its own.
  const exempt = /^lib\/testing\/|^proto\/generate\.ts$/;
  const pattern = /\bconsole\.\w+\(|\bDeno\.(?:stdout|stderr|stdin|args|exit)\b|\bprocess\.exit\b/g;
  const wrong = production
    .filter(({ path }) => !programs.has(roomOf(path)) && !exempt.test(path))
    .flatMap((file) => matches(file, pattern));
  assertEquals(wrong, []);
});

Deno.test("the program ends at its composition root alone", () => {
  const wrong = production
    .filter(({ path }) => path.startsWith("cli/") && !/\/(main|io|generate)\.ts$/.test(path))
    .flatMap((file) => matches(file, /\bDeno\.(?:args|exit|stdout|stderr)\b|\bconsole\.\w+\(/g));
  assertEquals(wrong, []);
});

Deno.test("files are short", () => {
  const tooLong = files
    .filter(({ path }) => !path.startsWith("proto/gen/"))
    .filter(({ text }) => text.trimEnd().split("\n").length > 400)
    .map(({ path }) => path);
  assertEquals(tooLong, []);
});

Deno.test("each file begins with the licence line", () => {
  const line = "// Copyright 2026 the natsrig authors. Apache-2.0 license.\n";
  const without = files
    .filter(({ path, text }) => !path.startsWith("proto/gen/") && !text.startsWith(line));
  assertEquals(without.map(({ path }) => path), []);
});

Deno.test("no check is evaded: any, silenced compilers, swallowed errors, things left to do", () => {
  // The words are put together here, so that this file does not hold them.
  const wrong = files
    .filter(({ path }) => !path.startsWith("proto/gen/"))
    .flatMap((file) => [
      ...matches(file, /\bas an[y]\b|:\s*an[y]\b(?=\s*[;)=|&{[]|\s*$)|<an[y]\b|\ban[y]\[\]/gm),
      ...matches(file, /\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}/g),
      // A word of the TAP format when it stands behind a result.
      ...matches(
        file,
        new RegExp(`(?://|\\*)\\s*(?:TO${"DO"}|FIX${"ME"})\\b`, "g"),
        "comments too",
      ),
      ...matches(file, new RegExp(`@ts-${"(?:ignore|nocheck)"}`, "g"), "comments too"),
      ...matches(file, new RegExp(`deno-lint-${"ignore"}(?!.* -- )`, "g"), "comments too"),
    ]);
  assertEquals(wrong, []);
});

Deno.test("no file names a registry's host or a place on somebody's machine", () => {
  const hosts = ["registry.npm" + "js", "js" + "r.io", "proxy.go" + "lang", "sum.go" + "lang"];
  const places = ["/wo" + "rk/", "/tmp/pr" + "obe", "/home/\\w+/", "/Us" + "ers/\\w+/"];
  const pattern = new RegExp([...hosts, ...places].join("|").replaceAll(".", "\\."), "g");
  const texts = sourceFiles(".ts", ".json", ".lock", ".md", ".yml", ".yaml", ".proto", ".html")
    .concat(sourceFiles("/run"));
  const wrong = texts.flatMap((file) => matches(file, pattern, "comments too"));
  assertEquals(wrong, []);
});

/** An import that leaves its room, and the room it goes to. */
interface Crossing extends Import {
  readonly to: string;
}

function importsAcross(file: SourceFile): readonly Crossing[] {
  return importsOf(file)
    .filter(({ specifier, target }) => specifier.startsWith(".") && !target.endsWith(".json"))
    .map((found) => ({ ...found, to: roomOf(found.target) }))
    .filter(({ to }) => to !== roomOf(file.path));
}

/** `lib/rig/mod.ts` is in `rig`, `cli/run.ts` in `cli`, `mod.ts` in a room of its own. */
function roomOf(path: string): string {
  return /^lib\/(\w+)\//.exec(path)?.[1] ?? /^(\w+)\//.exec(path)?.[1] ?? path;
}

function stem(path: string): string {
  return /([^/]+)\.ts$/.exec(path)?.[1] ?? path;
}

function describe(file: SourceFile, { line, target }: Import): string {
  return `${file.path}:${line} imports ${target}`;
}

function matches(file: SourceFile, pattern: RegExp, where?: "comments too"): readonly string[] {
  const text = where === undefined ? withoutComments(file.text) : file.text;
  return [...text.matchAll(pattern)]
    .map((match) => `${file.path}:${lineAt(text, match.index)} ${match[0].trim()}`);
}

/** Each circle of a graph once, from its first node in the order of the walk. */
function circles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  function visit(node: string): void {
    const at = path.indexOf(node);
    if (at !== -1) found.push([...path.slice(at), node].join(" → "));
    if (at !== -1 || done.has(node)) return;
    path.push(node);
    graph.get(node)?.forEach(visit);
    path.pop();
    done.add(node);
  }
  [...graph.keys()].forEach(visit);
  return found;
}
