// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The flags that say where and as whom a client connects; named as in the `nats` CLI. @module */

import type { ConnectOptions } from "../lib/client/connect_options.ts";
import { type Flag, type Input, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { resolve } from "node:path";

/** The flags. */
export const connectionFlags: readonly Flag[] = [
  {
    name: "servers",
    short: "s",
    value: "URL[,URL]",
    repeated: true,
    about: "servers to connect to",
    preset: "NATS_URL, the selected context of the nats CLI, 127.0.0.1:4222",
  },
  { name: "context", value: "NAME", about: "connect as a context of the nats CLI says" },
  { name: "creds", value: "FILE", about: "the user's credentials" },
  { name: "nkey", value: "FILE", about: "the seed of the user's nkey" },
  { name: "user", value: "NAME", about: "the user's name" },
  { name: "password", value: "TEXT", about: "the user's password" },
  { name: "token", value: "TEXT", about: "a token in place of a user" },
  { name: "tlsca", value: "FILE", about: "certificates of authorities to trust" },
  { name: "tlscert", value: "FILE", about: "the certificate to show to the server" },
  { name: "tlskey", value: "FILE", about: "the key of --tlscert" },
  { name: "tlsfirst", about: "TLS before the server says anything" },
];

/**
 * The connection that the flags and the environment ask for. Servers that are given keep the
 * selected context out, so that its credentials go to its own servers only.
 *
 * @throws {UsageError} where flags do not go together
 */
export async function connectionOptions(input: Input, io: Io): Promise<ConnectOptions> {
  const path = (flag: string) => {
    const file = input.value(flag);
    return file === undefined ? undefined : resolve(io.cwd, file);
  };
  const [creds, nkey] = [path("creds"), path("nkey")];
  const [user, password, token] = ["user", "password", "token"].map((flag) => input.value(flag));
  return {
    ...await place(input, io),
    ...(creds !== undefined && { creds }),
    ...(nkey !== undefined && { nkey }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(token !== undefined && { token }),
    ...tls(input, path),
  };
}

async function place(input: Input, io: Io): Promise<Pick<ConnectOptions, "servers" | "context">> {
  const given = input.values("servers").join(",");
  const context = input.value("context");
  if (context !== undefined) return { context, ...(given !== "" && { servers: given }) };
  if (given !== "") return { servers: given };
  // The client takes it by itself.
  if (io.env("NATS_URL")) return {};
  const { readContext } = await import("../lib/client/mod.ts");
  const selected = readContext(undefined, (name) => io.env(name) || undefined);
  return selected === undefined ? {} : { context: selected.name };
}

function tls(
  input: Input,
  path: (flag: string) => string | undefined,
): Pick<ConnectOptions, "tls"> {
  const [caFile, certFile, keyFile] = [path("tlsca"), path("tlscert"), path("tlskey")];
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new UsageError("--tlscert and --tlskey go together");
  }
  const options = {
    ...(caFile !== undefined && { caFile }),
    ...(certFile !== undefined && { certFile }),
    ...(keyFile !== undefined && { keyFile }),
    ...(input.has("tlsfirst") && { handshakeFirst: true }),
  };
  return Object.keys(options).length === 0 ? {} : { tls: options };
}
