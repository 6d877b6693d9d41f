// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What client.md says in tables is what the client has. */

import { assert, assertEquals } from "@std/assert";
import type { ClientErrorCode, ClientState } from "../lib/client/mod.ts";
import { defaultSettings } from "../lib/client/connect_settings.ts";
import { connectOptionNames, parseConnectOptions, programOptionNames } from "../lib/client/mod.ts";

/** The tables of the page: rows of cells, the table's head first. */
const tables: readonly (readonly (readonly string[])[])[] = Deno.readTextFileSync(
  new URL("client.md", import.meta.url),
)
  .split(/\n\s*\n/)
  .filter((block) => block.startsWith("|"))
  .map((block) =>
    block.split("\n").map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()))
  );

/** The rows of the table whose first column has a name. */
function rows(head: string): readonly (readonly string[])[] {
  const table = tables.find(([first]) => first?.[0] === head);
  assert(table !== undefined, `no table of ${head}`);
  return table.slice(2);
}

/** What stands in backticks. */
function words(cell = ""): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
}

/** An option's value, as a default is written. */
function valueOf(text: string): unknown {
  return /^(?:true|false|-?\d+)$/.test(text) ? JSON.parse(text) : text;
}

Deno.test("client.md has each option of connect() once", () => {
  const named = rows("option").flatMap(([names]) => words(names));
  assertEquals(named.toSorted(), [...connectOptionNames, ...programOptionNames].toSorted());
});

Deno.test("client.md has the defaults of connect(): giving one changes nothing", () => {
  const plain = parseConnectOptions({});
  const checked = rows("option").flatMap(([names, , text = ""]) => {
    const value = /^`([^`]+)`$/.exec(text)?.[1];
    if (value === undefined || value === "_INBOX") return [];
    return words(names).map((name) => {
      assertEquals(parseConnectOptions({ [name]: valueOf(value) }), plain, name);
      return name;
    });
  });
  const defaults = Object.keys(defaultSettings);
  // What is taken where no servers are given is told in words.
  assertEquals(defaults.filter((name) => !checked.includes(name)), ["servers"]);
});

Deno.test("client.md has each error code once", () => {
  const codes: Record<Exclude<ClientErrorCode, `js:${number}`>, true> = {
    "no-responders": true,
    timeout: true,
    closed: true,
    draining: true,
    connection: true,
    authentication: true,
    permission: true,
    "max-payload": true,
    "slow-consumer": true,
    "outbound-limit": true,
    "invalid-subject": true,
    "invalid-header": true,
    "invalid-option": true,
    decode: true,
    "stream-not-found": true,
    "consumer-not-found": true,
    "key-not-found": true,
    protocol: true,
    unexpected: true,
  };
  const named = rows("code").flatMap(([code]) => words(code));
  assertEquals(named.toSorted(), [...Object.keys(codes), "js:<number>"].toSorted());
});

Deno.test("client.md has each state but the first", () => {
  const states: Record<Exclude<ClientState, "connecting">, true> = {
    connected: true,
    disconnected: true,
    reconnecting: true,
    "draining-subs": true,
    "draining-pubs": true,
    closed: true,
  };
  const named = rows("`client.state`").flatMap(([state]) => words(state));
  assertEquals(named.toSorted(), Object.keys(states).toSorted());
});
