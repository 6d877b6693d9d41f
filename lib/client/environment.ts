// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Gives the value of an environment variable; undefined where it is not set or is empty. */
export type Environment = (name: string) => string | undefined;

/** The process's environment, as far as the program may read it; it never asks for permission. */
export function environment(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) || undefined : undefined;
}
