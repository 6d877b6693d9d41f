// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What app.md says in tables is what the application has. */

import { assert, assertEquals } from "@std/assert";
import { appFlags } from "../cli/app_spec.ts";
import { variableOf } from "../cli/app_input.ts";
import { connectionFlags } from "../cli/client_flags.ts";
import { applications, type Context, type ServeOptions } from "../lib/app/mod.ts";
import type { ConnectOptions } from "../lib/client/mod.ts";
import { Page, words } from "./test_page.ts";

const page = new Page("app.md");

/** The names in the first column, without what stands behind them in parentheses. */
function names(head: string): readonly string[] {
  return page.rows(head).flatMap(([first]) => words(first))
    .map((word) => word.replace(/\(.*$/, ""))
    .toSorted();
}

Deno.test("app.md has each option of serve() once", () => {
  const options: Record<Exclude<keyof ServeOptions, keyof ConnectOptions>, true> = {
    client: true,
    version: true,
    description: true,
    metadata: true,
    queue: true,
    concurrency: true,
    handlerTimeoutMs: true,
    cache: true,
    outbox: true,
    jetstream: true,
    log: true,
    onLog: true,
    graceMs: true,
    signal: true,
    signals: true,
  };
  const shared = ["name", "pendingMsgsLimit", "pendingBytesLimit"];
  assertEquals(names("option"), [...Object.keys(options), ...shared].toSorted());
});

Deno.test("app.md has each member of a handler's context once", () => {
  const members: Record<keyof Context, true> = {
    subject: true,
    params: true,
    caller: true,
    headers: true,
    replyTo: true,
    reply: true,
    publish: true,
    cache: true,
    outbox: true,
    jetstream: true,
    signal: true,
    logger: true,
  };
  const named = names("in the context").filter((name) => name in members);
  assertEquals(named, Object.keys(members).toSorted());
});

Deno.test("app.md has each flag of natsrig app that is not of the connection, and its variable", () => {
  const connection = new Set(connectionFlags.map(({ name }) => name));
  const own = appFlags.map(({ name }) => name).filter((name) => !connection.has(name));
  assertEquals(names("flag"), own.map((name) => `--${name}`).toSorted());
  for (const [flag, variable] of page.rows("flag")) {
    const [name = ""] = words(flag);
    if (name !== "--watch") assertEquals(words(variable), [variableOf(name.slice(2))]);
  }
});

Deno.test("app.md has each stock application, with its subject", () => {
  assertEquals(names("application"), [...applications.keys()].toSorted());
  for (const [name, subject] of page.rows("application")) {
    const about = applications.get(words(name)[0] ?? "")?.schema.shape["subject"]?.description;
    const [preset] = words(subject);
    if (about !== undefined) assert(about.includes(`\`${preset}\``), `${name}: ${about}`);
  }
});
