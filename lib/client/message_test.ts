// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { CodecError } from "../codec/error.ts";
import { Message } from "./message.ts";

function received(data: Uint8Array): Message {
  return new Message({ subject: "greet.joe", data }, () => undefined);
}

Deno.test("Message.text() and json() decode the payload", () => {
  const message = received(new TextEncoder().encode('{"name":"Zoë"}'));
  assertEquals(message.text(), '{"name":"Zoë"}');
  assertEquals(message.json(), { name: "Zoë" });
});

Deno.test("Message.text() and json() refuse what is no UTF-8, by subject, type and size", () => {
  const message = received(new Uint8Array([0x61, 0xff]));
  const text = assertThrows(() => message.text(), CodecError);
  const json = assertThrows(() => message.json(), CodecError);
  assertEquals([text.code, text.subject, text.type, text.size], ["decode", "greet.joe", "text", 2]);
  assertEquals([json.code, json.subject, json.type, json.size], ["decode", "greet.joe", "json", 2]);
  assertEquals(text.message, 'Cannot decode 2 B as text: not UTF-8 (subject "greet.joe")');
});

Deno.test("Message.json() refuses what is no JSON, also an empty payload", () => {
  for (const payload of ["", "{", "hello"]) {
    const message = received(new TextEncoder().encode(payload));
    const error = assertThrows(() => message.json(), CodecError);
    assertEquals([error.code, error.type, error.size], ["decode", "json", payload.length]);
  }
});
