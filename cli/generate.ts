// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * `deno task gen`: writes what is generated from the registries and the .proto files. `--check`
 * writes nothing and fails where a file is stale.
 *
 * @module
 */

import { generateProto } from "../proto/generate.ts";
import { renderSchema } from "./schema.ts";
import { fileURLToPath } from "node:url";

/** A generated file. */
interface Generated {
  /** Below the checkout. */
  readonly path: string;
  readonly render: () => Promise<string>;
}

const generated: readonly Generated[] = [
  { path: "schema/scenario.schema.json", render: renderSchema },
  { path: "docs/reference.md", render: renderReferenceText },
];

async function renderReferenceText(): Promise<string> {
  const [{ vocabulary }, { renderReference }] = await Promise.all([
    import("../lib/rig/vocabulary.ts"),
    import("../lib/scenario/reference.ts"),
  ]);
  return renderReference(vocabulary);
}

/**
 * Brings the files that are generated from the registries up to date.
 *
 * @param options `check`: compare only, write nothing
 * @returns the paths that were (or with `check` would be) written
 */
export async function generateDocuments(options: { readonly check: boolean }): Promise<string[]> {
  const stale: string[] = [];
  for (const { path, render } of generated) {
    const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
    const text = await render();
    if (text === await readIfThere(file)) continue;
    stale.push(path);
    if (!options.check) await Deno.writeTextFile(file, text);
  }
  return stale;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function generate(args: readonly string[]): Promise<number> {
  const check = args.includes("--check");
  const unknown = args.find((arg) => arg !== "--check");
  if (unknown !== undefined) {
    console.error(`unknown argument "${unknown}"; there is only --check`);
    return 2;
  }
  const protos = await generateProto({ check });
  const paths = [
    ...protos.map((path) => `proto/gen/${path}`),
    ...await generateDocuments({ check }),
  ];
  for (const path of paths) console.log(`${check ? "stale" : "wrote"} ${path}`);
  if (paths.length === 0) console.log("generated files are fresh");
  else if (check) console.error("generated files are stale: run `deno task gen`");
  return check && paths.length > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exit(await generate(Deno.args));
