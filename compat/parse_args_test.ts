// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { parseArgs } from "@std/cli/parse-args";

Deno.test("parseArgs() reads plain options, numbers and the rest", () => {
  assertEquals<unknown>(parseArgs(["--foo", "--bar=baz", "./quux.txt"]), {
    foo: true,
    bar: "baz",
    _: ["./quux.txt"],
  });
  assertEquals<unknown>(parseArgs(["--n", "5", "--x=1e2", "7", "a7"]), {
    n: 5,
    x: 100,
    _: [7, "a7"],
  });
});

Deno.test("parseArgs() keeps the values of string options as text", () => {
  assertEquals<unknown>(parseArgs(["--n", "5", "--empty", "--x"], { string: ["n", "empty"] }), {
    n: "5",
    empty: "",
    x: true,
    _: [],
  });
  assertEquals<unknown>(parseArgs(["1"], { string: ["_"] }), { _: ["1"] });
});

Deno.test("parseArgs() takes no value for boolean options, save true and false", () => {
  assertEquals<unknown>(
    parseArgs(["--b", "x", "--c=false", "--d", "true"], { boolean: ["b", "c", "d", "e"] }),
    {
      b: true,
      c: false,
      d: true,
      e: false,
      _: ["x"],
    },
  );
  assertEquals<unknown>(parseArgs(["--b", "x"], { boolean: true }), { b: true, _: ["x"] });
});

Deno.test("parseArgs() collects, also through aliases and defaults to an empty list", () => {
  assertEquals<unknown>(
    parseArgs(["--tag", "a", "-t", "b"], {
      string: ["tag", "other"],
      collect: ["tag", "other"],
      alias: { tag: "t" },
    }),
    { tag: ["a", "b"], t: ["a", "b"], other: [], _: [] },
  );
  assertEquals<unknown>(parseArgs(["--tag", "a", "--tag", "b"], { string: "tag" }), {
    tag: "b",
    _: [],
  });
});

Deno.test("parseArgs() negates what is negatable", () => {
  assertEquals<unknown>(
    parseArgs(["--no-foo", "--no-bar"], { boolean: ["foo"], negatable: ["foo"] }),
    { foo: false, "no-bar": true, _: [] },
  );
});

Deno.test("parseArgs() fills in defaults", () => {
  assertEquals<unknown>(
    parseArgs(["--a", "1"], { default: { a: 5, b: 6 }, alias: { b: "bee" } }),
    { a: 1, b: 6, bee: 6, _: [] },
  );
});

Deno.test("parseArgs() reads short options, groups and attached values", () => {
  assertEquals<unknown>(parseArgs(["-abc", "x"]), { a: true, b: true, c: "x", _: [] });
  assertEquals<unknown>(parseArgs(["-d", "-", "--data", "-"]), { d: "-", data: true, _: ["-"] });
  assertEquals<unknown>(parseArgs(["-n5", "-o=out"]), { n: 5, o: "out", _: [] });
  assertEquals<unknown>(parseArgs(["-v", "x"], { boolean: ["verbose"], alias: { verbose: "v" } }), {
    verbose: true,
    v: true,
    _: ["x"],
  });
});

Deno.test("parseArgs() leaves what follows -- unread", () => {
  assertEquals<unknown>(parseArgs(["--a", "--", "--b", "5"]), { a: true, _: ["--b", "5"] });
  assertEquals<unknown>(parseArgs(["--a", "--", "--b"], { "--": true }), {
    a: true,
    _: [],
    "--": ["--b"],
  });
});

Deno.test("parseArgs() stops early", () => {
  assertEquals<unknown>(parseArgs(["--a=1", "run", "--b", "2"], { stopEarly: true }), {
    a: 1,
    _: ["run", "--b", "2"],
  });
});

Deno.test("parseArgs() reports unknown arguments", () => {
  const seen: unknown[] = [];
  const args = parseArgs(["--known", "--sned=1", "word", "-q"], {
    boolean: ["known"],
    unknown: (arg, key, value) => {
      seen.push([arg, key, value]);
      return key === undefined;
    },
  });
  assertEquals<unknown>(args, { known: true, _: ["word"] });
  assertEquals(seen, [["--sned=1", "sned", "1"], ["word", undefined, undefined], [
    "-q",
    "q",
    true,
  ]]);
});

Deno.test("parseArgs() types its result", () => {
  const args = parseArgs(["--tag", "a"], {
    string: ["tag", "one"],
    collect: ["tag"],
    boolean: ["b"],
  });
  const tags: string[] = args.tag;
  const one: string | undefined = args.one;
  const b: boolean = args.b;
  assertEquals([tags, one, b], [["a"], undefined, false]);
});

Deno.test("parseArgs() nests dotted names and touches no prototype", () => {
  assertEquals<unknown>(parseArgs(["--a.b=1", "--a.c=2", "--__proto__.x=1"]), {
    a: { b: 1, c: 2 },
    _: [],
  });
  assertEquals(Object.hasOwn(Object.prototype, "x"), false);
});
