// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Where figures were taken. @module */

import { availableParallelism, cpus } from "node:os";

/** The machine, the versions and the load, one line each; `further`: versions such as `Node 24`. */
export function describeMachine(server: string, further: readonly string[] = []): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const load = Deno.build.os === "windows"
    ? "not known here"
    : Deno.loadavg().map((value) => value.toFixed(2)).join(" ");
  return [
    `machine  ${model}, ${availableParallelism()} cores, ${Deno.build.os} ${Deno.osRelease()}`,
    `with     ${[`Deno ${Deno.version.deno}`, `nats-server ${server}`, ...further].join(", ")}`,
    `load     ${load}`,
    "",
  ].join("\n");
}
