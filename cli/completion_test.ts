// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { renderCompletion, type Shell } from "./completion.ts";
import { commands } from "./main.ts";

for (const shell of ["bash", "zsh", "fish"] as const satisfies readonly Shell[]) {
  Deno.test(`renderCompletion() names every command and flag for ${shell}`, () => {
    const script = renderCompletion(shell, commands);
    for (const command of commands) {
      assertStringIncludes(script, command.name);
      for (const { name } of command.flags) {
        assertStringIncludes(script, shell === "fish" ? `-l ${name}` : `--${name}`);
      }
    }
  });
}

Deno.test("renderCompletion() gives bash a script that completes commands and flags", async () => {
  const script = `${renderCompletion("bash", commands)}
complete_at() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _natsrig; echo "\${COMPREPLY[*]}"; }
complete_at natsrig ch
complete_at natsrig run --fai
`;
  if (!await hasBash()) return;
  const { stdout } = await new Deno.Command("bash", { args: ["-c", script] }).output();
  assertEquals(new TextDecoder().decode(stdout), "check\n--fail-fast\n");
});

async function hasBash(): Promise<boolean> {
  try {
    return (await new Deno.Command("bash", { args: ["-c", "complete"], stdout: "null" }).output())
      .success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
