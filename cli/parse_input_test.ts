// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { type Command, UsageError } from "./command.ts";
import { parseInput } from "./parse_input.ts";

const command: Command = {
  name: "send",
  about: "send something",
  positionals: { shape: "[SUBJECT]", about: "where to", max: 1 },
  flags: [
    { name: "data", short: "d", value: "TEXT", empty: true, about: "what" },
    { name: "header", short: "H", value: "NAME:VALUE", repeated: true, about: "headers" },
    { name: "raw", short: "r", about: "as it is" },
    { name: "count", value: "N", about: "how often" },
  ],
  examples: [],
  run: () => Promise.resolve(0),
};

for (
  const [args, data] of [
    [["-d", "x"], "x"],
    [["-dx"], "x"],
    [["-d=x"], "x"],
    [["--data", "x"], "x"],
    [["--data=x"], "x"],
    [["-d", "-"], "-"],
    [["--data", "-"], "-"],
    [["-d", ""], ""],
    [["--data", ""], ""],
    [["--data="], ""],
    [["--data=-5"], "-5"],
    [["-d=--count"], "--count"],
    [["-d", "5"], "5"],
    [["-d", "a=b\nc"], "a=b\nc"],
    [["-r", "-d", "x"], "x"],
  ] as const
) {
  Deno.test(`parseInput() reads the value in ${JSON.stringify(args)}`, () => {
    const input = parseInput(command, [...args, "hello"]);
    assertEquals(input.value("data"), data);
    assertEquals(input.positionals, ["hello"]);
  });
}

Deno.test("parseInput() collects the values of both names of a flag, in order", () => {
  const input = parseInput(command, ["-H", "a:1", "--header", "b:2", "-Hc:3"]);
  assertEquals(input.values("header"), ["a:1", "b:2", "c:3"]);
});

Deno.test("parseInput() takes a letter for a flag without a value", () => {
  assertEquals(parseInput(command, ["-r"]).has("raw"), true);
  assertEquals(parseInput(command, []).has("raw"), false);
});

Deno.test("parseInput() leaves what stands behind -- as it is", () => {
  assertEquals(parseInput(command, ["--", "-d"]).positionals, ["-d"]);
});

for (
  const [args, message, help] of [
    [["-d"], "--data needs a value: --data TEXT", undefined],
    [
      ["-d", "-5"],
      "--data needs a value: --data TEXT",
      "a value that begins with a dash: --data=-5",
    ],
    [["--count", ""], "--count needs a value: --count N", undefined],
    [["-x"], 'unknown flag "-x"', "see `natsrig send --help`"],
  ] as const
) {
  Deno.test(`parseInput() refuses ${JSON.stringify(args)}`, () => {
    const error = assertThrows(() => parseInput(command, args), UsageError);
    assertEquals([error.message, error.help], [message, help]);
  });
}
