// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne } from "./field.ts";
import { type Action, defineAction, SystemFailure } from "./types.ts";
import { z } from "zod";

const linesShown = 5;

/** `run`. */
export const run: Action = defineAction({
  key: "run",
  about:
    "Runs a command in a shell, in the scenario's folder, with `NATS_URL` and the like set as " +
    "for a process. `expect` matches `{ exit, stdout, stderr }`; without it, the exit code must be 0.",
  example: '- run: sort -r\n  stdin: |\n    a\n    b\n  expect: { exit: 0, stdout: "b\\na\\n" }',
  traits: { actor: "none" },
  schema: z.strictObject({
    run: z.string().min(1).describe("the command"),
    stdin: z.string().describe("what it reads; default: nothing").optional(),
    env: z.record(z.string(), z.string()).describe("environment variables to add").optional(),
    ...expectOne,
  }),
  async run({ run: command, stdin, env, expect }, context) {
    const result = await context.runProcess(command, {
      ...(stdin !== undefined && { stdin: new TextEncoder().encode(stdin) }),
      ...(env !== undefined && { env }),
    });
    if (expect === undefined && result.exit !== 0) throw new SystemFailure(describe(result));
    const { exit, stdout, stderr } = result;
    return { items: [{ value: { exit, stdout, stderr } }] };
  },
});

function describe(result: { readonly exit: number; readonly stderr: string }): string {
  const lines = result.stderr.trimEnd().split("\n").slice(-linesShown).join("\n");
  return `the command ended with exit code ${result.exit}${lines === "" ? "" : `:\n${lines}`}`;
}
