// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import type { ParserEvent } from "@nats-io/nats-core/internal";
import { Parser, ProtocolError } from "@nats-io/nats-core/internal";
import { plainInfo } from "./fake_peer.ts";
import { chunksOf, mutate, seededRandom } from "./fake_random.ts";
import { joinBytes } from "./join_bytes.ts";
import { ProtocolGuard } from "./protocol_guard.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface Passed {
  readonly bytes: Uint8Array;
  readonly text: string;
  /** The message of the error that ended it; empty where none did. */
  readonly error: string;
}

/** What passes of some chunks. */
function pass(...chunks: readonly (string | Uint8Array)[]): Passed {
  const guard = new ProtocolGuard();
  const passed: Uint8Array[] = [];
  let message = "";
  try {
    for (const chunk of chunks) {
      const bytes = typeof chunk === "string" ? encoder.encode(chunk) : chunk;
      for (const piece of guard.pass(bytes)) passed.push(piece);
    }
  } catch (error) {
    assert(error instanceof ProtocolError, `${error}`);
    message = error.message;
  }
  const bytes = joinBytes(passed);
  return { bytes, text: decoder.decode(bytes), error: message };
}

const session = [
  plainInfo,
  "PING\r\nPONG\r\n+OK\r\n-ERR 'Permissions Violation for Publish to \"a\"'\r\n",
  "MSG a 1 0\r\n\r\nMSG a.b 12 _INBOX.x 5\r\nhe\r\nl\r\n",
  "HMSG a 1 12 14\r\nNATS/1.0\r\n\r\nhi\r\nHMSG a 2 b 12 12\r\nNATS/1.0\r\n\r\n\r\n",
  "ping\r\nmsg\ta\t1\t1\r\nx\r\n",
].join("");

Deno.test("ProtocolGuard.pass() lets a session pass unchanged, as the same bytes", () => {
  const bytes = encoder.encode(session);
  const passed = [...new ProtocolGuard().pass(bytes)];
  assertEquals(passed.length, 1);
  assert(passed[0] === bytes);
});

Deno.test("ProtocolGuard.pass() lets a session pass, split anywhere", () => {
  const bytes = encoder.encode(session);
  for (let at = 0; at <= bytes.length; at++) {
    const guard = new ProtocolGuard();
    const passed = [...guard.pass(bytes.slice(0, at)), ...guard.pass(bytes.slice(at))];
    assertEquals(joinBytes(passed), bytes, `split at ${at}`);
  }
  const guard = new ProtocolGuard();
  const single = [...bytes].flatMap((byte) => [...guard.pass(Uint8Array.of(byte))]);
  assertEquals(joinBytes(single), bytes);
});

Deno.test("ProtocolGuard.pass() stops before what is not of the protocol", () => {
  const cases = [
    ["HTTP/1.1 400 Bad Request\r\n", "that is no line of the protocol"],
    ["\r\n", "that is no line of the protocol"],
    ["PINGS\r\n", "that is no line of the protocol"],
    ["PING\n", "it ends without CR"],
    ["\n", "it ends without CR"],
    ["MSG a 1\r\n", "it has not the right number of fields"],
    ["MSG a 1 b c 1\r\n", "it has not the right number of fields"],
    ["MSG a b c d e f g 1\r\n", "it has not the right number of fields"],
    ["MSG a\rb 1 1\r\n", "it has not the right number of fields"],
    ["MSG\r\n", "that is no line of the protocol"],
    ["MSG a x 1\r\n", "its subscription is no number"],
    ["MSG a 1 x\r\n", "its size is impossible"],
    ["MSG a 1 -1\r\n", "its size is impossible"],
    ["MSG a 1 67108865\r\n", "its size is impossible"],
    ["MSG a 1 9999999999999999\r\n", "its size is impossible"],
    ["HMSG a 1 3\r\n", "it has not the right number of fields"],
    ["HMSG a 1 4 3\r\n", "the size of its headers is impossible"],
    ["HMSG a 1 x 3\r\n", "the size of its headers is impossible"],
    ["-ERR\r\n", "that is no line of the protocol"],
    ["INFO\r\n", "that is no line of the protocol"],
    ["INFO []\r\n", "it is no JSON object"],
    ["INFO {}\r\n", "it has no version"],
  ] as const;
  for (const [line, reason] of cases) {
    const shown = JSON.stringify(line.replace(/\r?\n$/, ""));
    const error = `the server sent ${shown}: ${reason}`;
    const whole = pass(`PING\r\n${line}`);
    assertEquals([whole.text, whole.error], ["PING\r\n", error]);
    const bytewise = pass("PING\r\n", ...line);
    assertEquals(bytewise.text, "PING\r\n");
    assert(bytewise.error !== "", line);
  }
});

Deno.test("ProtocolGuard.pass() delivers no message whose payload is not of its size", () => {
  for (const [size, payload] of [[1, "hello\r\n"], [6, "hello\r\n"], [5, "hello\n\n"]]) {
    const message = `MSG a 1 ${size}\r\n${payload}`;
    const { text, error } = pass(`PING\r\n${message}PING\r\n`);
    assertEquals(text, "PING\r\n");
    assert(error.endsWith("the payload before it is not of its size"), error);
    assertEquals(eventsOf(pass("PING\r\n", ...message, "PING\r\n").bytes), ["PING"]);
  }
});

Deno.test("ProtocolGuard.pass() tells at once that bytes begin no line", () => {
  assertThrows(() => [...new ProtocolGuard().pass(encoder.encode("220 mail"))], ProtocolError);
  assertEquals(pass("P", "I", "X").text, "");
  assertEquals(pass("P", "I", "X").error, `the server sent "PIX": that is no line of the protocol`);
});

Deno.test("ProtocolGuard.pass() gives up on a line that does not end", () => {
  const guard = new ProtocolGuard();
  const error = assertThrows(() => {
    for (let i = 0; i < 20; i++) [...guard.pass(encoder.encode(`INFO ${"x".repeat(65_536)}`))];
  }, ProtocolError);
  assertEquals(error.message, `the server sent "INFO ${"x".repeat(55)}…": its line does not end`);
});

Deno.test("ProtocolGuard.pass() lets nothing pass that nats-core's parser refuses, however it is split", () => {
  const bytes = encoder.encode(session);
  const random = seededRandom(7);
  let refused = 0;
  for (let n = 0; n < 5000; n++) {
    const mutated = mutate(bytes, random);
    const whole = pass(mutated);
    const split = pass(...chunksOf(mutated, random));
    if (whole.error !== "") refused++;
    assertEquals(split.error === "", whole.error === "", decoder.decode(mutated));
    // Throws where the parser does.
    const [ofSplit, ofWhole] = [eventsOf(split.bytes), eventsOf(whole.bytes)];
    // A message is out with the CR after it, before it shows that no LF follows.
    if (ofSplit.length > ofWhole.length) assertEquals(ofSplit.pop(), "MSG");
    assertEquals(ofSplit, ofWhole);
  }
  assert(refused > 1000 && refused < 5000, `${refused} were refused`);
});

/** What nats-core's parser makes of bytes. */
function eventsOf(bytes: Uint8Array): string[] {
  const kinds = ["OK", "ERR", "MSG", "INFO", "PING", "PONG"];
  const events: string[] = [];
  new Parser({ push: ({ kind }: ParserEvent) => events.push(kinds[kind] ?? "?") })
    .parse(bytes);
  return events;
}
