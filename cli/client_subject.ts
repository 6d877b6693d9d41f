// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The subject of a client's command. @module */

import type { Command, Input } from "./command.ts";

/** The subject where none is given. */
const presetSubject = "hello";

/** What stands behind the name of a client's command. */
export function subjectPositional(about: string): NonNullable<Command["positionals"]> {
  return {
    shape: "[SUBJECT]",
    about: `${about} (default: ${presetSubject})`,
    max: 1,
    beyond: "what to send is given with --data",
  };
}

/**
 * The subject.
 *
 * @param kind whether wildcards may stand in it
 * @throws {ClientError} `invalid-subject`
 */
export async function subjectOf(input: Input, kind: "subject" | "pattern"): Promise<string> {
  const { checkPattern, checkSubject } = await import("../lib/client/mod.ts");
  const subject = input.positionals[0] ?? presetSubject;
  if (kind === "pattern") checkPattern(subject);
  else checkSubject(subject);
  return subject;
}
