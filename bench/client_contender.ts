// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Who takes part in `deno task bench:client`, and how its process is started. @module */

import config from "../deno.json" with { type: "json" };
import { spawnGuarded } from "../lib/server/mod.ts";
import type { LinkOptions } from "./client_link.ts";
import type { Command } from "./client_process.ts";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What a contender is. */
interface Entry {
  /** Its name on the command line. */
  readonly id: string;
  /** Its name in the tables. */
  readonly title: string;
  /** Whether it is one of the packages on npm, which natsrig has to be as fast as. */
  readonly npm: boolean;
  readonly jetstream: boolean;
  readonly link: Omit<LinkOptions, "url">;
  /** Where it runs: with this project's packages, with those of a folder, or in Node. */
  readonly runtime: "project" | "packages" | "node";
}

const transportNode = { kind: "core", module: "@nats-io/transport-node" } as const;

/** All contenders, in the tables' order. */
const entries = [
  {
    id: "natsrig",
    title: "natsrig",
    npm: false,
    jetstream: true,
    link: { kind: "natsrig", module: moduleUrl("../lib/client/mod.ts") },
    runtime: "project",
  },
  {
    id: "natsrig-transport",
    title: "natsrig transport",
    npm: false,
    jetstream: true,
    link: { kind: "core", module: moduleUrl("../lib/transport/mod.ts") },
    runtime: "project",
  },
  {
    id: "node-in-deno",
    title: "transport-node in Deno",
    npm: true,
    jetstream: true,
    link: transportNode,
    runtime: "packages",
  },
  {
    id: "node",
    title: "transport-node in Node",
    npm: true,
    jetstream: true,
    link: transportNode,
    runtime: "node",
  },
  {
    id: "original",
    title: "transport-deno",
    npm: false,
    jetstream: true,
    link: { kind: "core", module: "@nats-io/transport-deno" },
    runtime: "packages",
  },
  {
    id: "raw",
    title: "raw sockets",
    npm: false,
    jetstream: false,
    link: { kind: "raw", module: "" },
    runtime: "project",
  },
] as const satisfies readonly Entry[];

/** The name of a contender. */
export type ContenderId = typeof entries[number]["id"];

/** All names. */
export const contenderIds: readonly ContenderId[] = entries.map(({ id }) => id);

/** One client in one runtime, ready to be started. */
export interface Contender extends Pick<Entry, "title" | "npm" | "jetstream"> {
  readonly id: ContenderId;
  /** How it is started against a server. */
  readonly command: (url: string) => Command;
}

/** All that take part. */
export interface Field {
  readonly contenders: readonly Contender[];
  /** What they have been made with: `nats-core 3.4.0`, `Node 24.1.0`. */
  readonly versions: readonly string[];
  /** Who was asked for and cannot take part, and why. */
  readonly absent: readonly { readonly title: string; readonly reason: string }[];
}

const project = here("../deno.json");
const child = here("client_child.ts");
const responder = here("client_responder.ts");

/** The version of nats-core in use, which the others get too. */
const version = config.imports["@nats-io/nats-core"].replace(/^.*@/, "");

/** The command of the responder in a process of its own. */
export function responderCommand(url: string): Command {
  return deno("run", "-A", "--config", project, responder, url);
}

/** Makes ready in `folder` what the contenders need that is not of this project. */
export async function gatherContenders(
  { contenders, original }: {
    readonly contenders: readonly ContenderId[];
    /** The folder of the original transport, which takes part only where there is one. */
    readonly original?: string;
  },
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<Field> {
  const wanted = entries.filter(({ id }) =>
    contenders.includes(id) && (id !== "original" || original !== undefined)
  );
  await writePackages(folder, original);
  const asked = wanted.some(({ runtime }) => runtime === "node");
  const node = asked ? await findNode(signal) : undefined;
  if (node !== undefined) await installForNode(folder, signal);
  return {
    contenders: wanted
      .filter(({ runtime }) => runtime !== "node" || node !== undefined)
      .map((entry) => ({ ...entry, command: (url) => commandOf(entry, { folder, url }) })),
    versions: [`nats-core ${version}`, ...node === undefined ? [] : [`Node ${node}`]],
    absent: wanted
      .filter(({ runtime }) => runtime === "node" && node === undefined)
      .map(({ title }) => ({ title, reason: "there is no node on the PATH" })),
  };
}

function commandOf(
  { link, runtime }: Pick<Entry, "link" | "runtime">,
  { folder, url }: { readonly folder: string; readonly url: string },
): Command {
  const options = JSON.stringify({ ...link, url });
  switch (runtime) {
    case "project":
      return deno("run", "-A", "--config", project, child, options);
    case "packages":
      return deno("run", "-A", "--no-lock", "--config", `${folder}/deno.json`, child, options);
    case "node":
      return { command: "node", args: [`${folder}/node/child.mjs`, options] };
  }
}

/** The original's one use of `@std/io`, which is not on npm. */
const writeAllSource = `export async function writeAll(writer, bytes) {
  for (let at = 0; at < bytes.length;) at += await writer.write(bytes.subarray(at));
}
`;

/** Writes an import map for the packages. */
async function writePackages(folder: string, original: string | undefined): Promise<void> {
  const core = `npm:@nats-io/nats-core@${version}`;
  const imports = {
    "@nats-io/nats-core": core,
    "@nats-io/nats-core/internal": `${core}/internal`,
    "@nats-io/jetstream": `npm:@nats-io/jetstream@${version}`,
    "@nats-io/transport-node": `npm:@nats-io/transport-node@${version}`,
    "@nats-io/nuid": "npm:@nats-io/nuid@3.0.0",
    "@nats-io/nkeys": "npm:@nats-io/nkeys@2.0.3",
    "@std/io": "./write_all.js",
    ...original !== undefined && {
      "@nats-io/transport-deno": pathToFileURL(`${original}/src/mod.ts`).href,
    },
  };
  await Deno.writeTextFile(`${folder}/write_all.js`, writeAllSource);
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ imports }));
}

/**
 * Node's version; undefined where there is none. Where there is none Deno gives the programs that
 * it starts a `node` that is Deno itself.
 */
async function findNode(signal: AbortSignal): Promise<string | undefined> {
  try {
    const args = ["--print", "globalThis.Deno ? '' : process.versions.node"];
    const { stdout } = await new Deno.Command("node", { args, stderr: "null", signal }).output();
    signal.throwIfAborted();
    return new TextDecoder().decode(stdout).trim() || undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Makes ready what Node needs, which finds packages in a folder and reads no TypeScript. */
async function installForNode(folder: string, signal: AbortSignal): Promise<void> {
  const place = `${folder}/node`;
  const dependencies = { "@nats-io/transport-node": version, "@nats-io/jetstream": version };
  await Deno.mkdir(place);
  await Deno.writeTextFile(`${place}/package.json`, JSON.stringify({ dependencies }));
  await Deno.writeTextFile(`${place}/deno.json`, '{ "nodeModulesDir": "auto" }');
  await run(deno("install", "--no-lock"), { place, signal });
  await run(deno("bundle", "--config", project, "-o", "child.mjs", child), { place, signal });
}

async function run(
  { command, args }: Command,
  { place, signal }: { readonly place: string; readonly signal: AbortSignal },
): Promise<void> {
  const env = { NO_COLOR: "1" };
  await using program = await spawnGuarded({ command, args, cwd: place, env, stdout: "null" });
  const stop = () => program.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const said = await new Response(program.stderr).text();
  const { code } = await program.status;
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`deno ${args[0]} ended with exit code ${code}: ${said.trim()}`);
}

function deno(...args: readonly string[]): Command {
  return { command: Deno.execPath(), args };
}

function here(path: string): string {
  return fileURLToPath(moduleUrl(path));
}

function moduleUrl(path: string): string {
  return new URL(path, import.meta.url).href;
}
