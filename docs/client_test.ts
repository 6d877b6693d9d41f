// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What client.md says in tables is what the client has. */

import { assertEquals } from "@std/assert";
import type { ClientErrorCode, ClientState } from "../lib/client/mod.ts";
import { defaultSettings } from "../lib/client/connect_settings.ts";
import { connectOptionNames, parseConnectOptions, programOptionNames } from "../lib/client/mod.ts";
import { Page, words } from "./test_page.ts";

const page = new Page("client.md");

/** An option's value, as a default is written. */
function valueOf(text: string): unknown {
  return /^(?:true|false|-?\d+)$/.test(text) ? JSON.parse(text) : text;
}

Deno.test("client.md has each option of connect() once", () => {
  const named = page.rows("option").flatMap(([names]) => words(names));
  assertEquals(named.toSorted(), [...connectOptionNames, ...programOptionNames].toSorted());
});

Deno.test("client.md has the defaults of connect(): giving one changes nothing", () => {
  const plain = parseConnectOptions({});
  const checked = page.rows("option").flatMap(([names, , text = ""]) => {
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
  const named = page.rows("code").flatMap(([code]) => words(code));
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
  const named = page.rows("`client.state`").flatMap(([state]) => words(state));
  assertEquals(named.toSorted(), Object.keys(states).toSorted());
});
