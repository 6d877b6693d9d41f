// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { variableOf, withEnvironment } from "./app_input.ts";
import type { Command } from "./command.ts";
import { parseInput } from "./parse_input.ts";

const command: Command = {
  name: "app",
  about: "",
  positionals: { shape: "FILE...", about: "" },
  flags: [
    { name: "queue", value: "NAME", about: "" },
    { name: "servers", value: "URL", repeated: true, about: "" },
    { name: "tlsfirst", about: "" },
    { name: "watch", about: "" },
  ],
  examples: [],
  run: () => Promise.resolve(0),
};

function inputOf(args: readonly string[], env: { readonly [name: string]: string }) {
  const flags = command.flags.filter(({ name }) => name !== "watch");
  return withEnvironment(parseInput(command, args), flags, { env: (name) => env[name] });
}

Deno.test("variableOf() names a flag's variable", () => {
  assertEquals(variableOf("log-format"), "NATSRIG_APP_LOG_FORMAT");
});

Deno.test("withEnvironment() takes from the environment what was not given", () => {
  const env = { NATSRIG_APP_QUEUE: "env", NATSRIG_APP_SERVERS: "a,b", NATSRIG_APP_TLSFIRST: "1" };
  const input = inputOf(["main.ts"], env);
  assertEquals([input.value("queue"), input.values("servers")], ["env", ["a,b"]]);
  assertEquals([input.has("queue"), input.has("tlsfirst")], [true, true]);
  assertEquals(input.positionals, ["main.ts"]);
  const given = inputOf(["--queue", "flag", "--servers", "c"], env);
  assertEquals([given.value("queue"), given.values("servers")], ["flag", ["c"]]);
});

Deno.test("withEnvironment() leaves out empty variables, switches that are off, other flags", () => {
  const env = { NATSRIG_APP_QUEUE: "", NATSRIG_APP_TLSFIRST: "false", NATSRIG_APP_WATCH: "1" };
  const input = inputOf([], env);
  assertEquals([input.value("queue"), input.values("servers")], [undefined, []]);
  assertEquals([input.has("queue"), input.has("tlsfirst"), input.has("watch")], [
    false,
    false,
    false,
  ]);
});
