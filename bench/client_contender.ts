// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Who takes part in `deno task bench:client`, and how its process is started. @module */

import config from "../deno.json" with { type: "json" };
import type { LinkOptions } from "./client_link.ts";
import type { Command } from "./client_process.ts";
import { fileURLToPath, pathToFileURL } from "node:url";

const contenderIds = [
  "natsrig",
  "natsrig-transport",
  "node-in-deno",
  "node",
  "original",
  "raw",
] as const;

/** The name of a contender on the command line. */
export type ContenderId = typeof contenderIds[number];

/** One client in one runtime. */
export interface Contender {
  readonly id: ContenderId;
  /** Its name in the table. */
  readonly title: string;
  /** Whether it is one of the packages on npm, which natsrig has to be as fast as. */
  readonly npm: boolean;
  readonly jetstream: boolean;
  /** How it is started against a server. */
  readonly command: (url: string) => Command;
}

/** Who cannot take part, and why. */
export interface Absence {
  readonly title: string;
  readonly reason: string;
}

/** All that take part. */
export interface Field {
  readonly contenders: readonly Contender[];
  readonly absent: readonly Absence[];
}

/** All names. */
export const allContenders: readonly ContenderId[] = contenderIds;

const child = here("client_child.ts");
const project = here("../deno.json");

/** The version of nats-core in use, which the others get too. */
const version = config.imports["@nats-io/nats-core"].replace(/^.*@/, "");

/** The command of the one responder. */
export function responderCommand(url: string): Command {
  return {
    command: Deno.execPath(),
    args: ["run", "-A", "--config", project, here("client_responder.ts"), url],
  };
}

/** Makes ready in `folder` what the contenders need that are not of this project. */
export async function gatherContenders(
  wanted: ReadonlySet<ContenderId>,
  { folder, original }: { readonly folder: string; readonly original: string | undefined },
): Promise<Field> {
  const contenders: Contender[] = [];
  const absent: Absence[] = [];
  const foreign = await writeForeignConfig(folder, original);
  const all = [
    ...ownContenders(),
    nodeInDeno(foreign),
    ...original === undefined ? [] : [originalTransport(foreign)],
    rawSockets(),
  ];
  contenders.push(...all.filter(({ id }) => wanted.has(id)));
  if (wanted.has("node")) {
    try {
      await installForNode(folder);
      contenders.push(inNode(folder));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      absent.push({ title: "transport-node in Node", reason: error.message });
    }
  }
  return {
    contenders: contenders.toSorted((a, b) =>
      contenderIds.indexOf(a.id) - contenderIds.indexOf(b.id)
    ),
    absent,
  };
}

function ownContenders(): readonly Contender[] {
  const start = denoStart(["--config", project]);
  return [
    {
      id: "natsrig",
      title: "natsrig",
      npm: false,
      jetstream: true,
      command: start({ kind: "natsrig", module: moduleUrl("../lib/client/mod.ts") }),
    },
    {
      id: "natsrig-transport",
      title: "natsrig transport",
      npm: false,
      jetstream: true,
      command: start({ kind: "core", module: moduleUrl("../lib/transport/mod.ts") }),
    },
  ];
}

function rawSockets(): Contender {
  return {
    id: "raw",
    title: "raw sockets",
    npm: false,
    jetstream: false,
    command: denoStart(["--config", project])({ kind: "raw", module: "" }),
  };
}

function nodeInDeno(foreignConfig: string): Contender {
  return {
    id: "node-in-deno",
    title: "transport-node in Deno",
    npm: true,
    jetstream: true,
    command: denoStart(["--no-lock", "--config", foreignConfig])({
      kind: "core",
      module: "@nats-io/transport-node",
    }),
  };
}

function originalTransport(foreignConfig: string): Contender {
  return {
    id: "original",
    title: "transport-deno",
    npm: false,
    jetstream: true,
    command: denoStart(["--no-lock", "--config", foreignConfig])({
      kind: "core",
      module: "@nats-io/transport-deno",
    }),
  };
}

function inNode(folder: string): Contender {
  const link = { kind: "core", module: "@nats-io/transport-node" } as const;
  return {
    id: "node",
    title: "transport-node in Node",
    npm: true,
    jetstream: true,
    command: (url) => ({
      command: "node",
      args: [`${folder}/node/child.mjs`, JSON.stringify({ ...link, url })],
    }),
  };
}

function denoStart(flags: readonly string[]) {
  return (link: Omit<LinkOptions, "url">) => (url: string): Command => ({
    command: Deno.execPath(),
    args: ["run", "-A", ...flags, child, JSON.stringify({ ...link, url })],
  });
}

/** The original's one use of `@std/io`, which is not on npm. */
const writeAllSource = `export async function writeAll(writer, bytes) {
  for (let at = 0; at < bytes.length;) at += await writer.write(bytes.subarray(at));
}
`;

/** An import map for the packages; gives its path. */
async function writeForeignConfig(folder: string, original: string | undefined): Promise<string> {
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
  const path = `${folder}/deno.json`;
  await Deno.writeTextFile(path, JSON.stringify({ imports }));
  return path;
}

/** Node finds packages in a folder, and reads no TypeScript of this kind. */
async function installForNode(folder: string): Promise<void> {
  await run("node", ["--version"], folder);
  const dependencies = {
    "@nats-io/transport-node": version,
    "@nats-io/jetstream": version,
  };
  const place = `${folder}/node`;
  await Deno.mkdir(place);
  await Deno.writeTextFile(`${place}/package.json`, JSON.stringify({ dependencies }));
  await Deno.writeTextFile(`${place}/deno.json`, '{ "nodeModulesDir": "auto" }');
  await run(Deno.execPath(), ["install", "--no-lock"], place);
  await run(Deno.execPath(), ["bundle", "--config", project, "-o", `${place}/child.mjs`, child]);
}

async function run(command: string, args: readonly string[], cwd?: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, {
    args: [...args],
    env: { NO_COLOR: "1" },
    ...cwd !== undefined && { cwd },
  }).output();
  if (!success) {
    throw new Error(`${command} ${args[0]} failed: ${new TextDecoder().decode(stderr).trim()}`);
  }
}

function here(path: string): string {
  return fileURLToPath(moduleUrl(path));
}

function moduleUrl(path: string): string {
  return new URL(path, import.meta.url).href;
}
