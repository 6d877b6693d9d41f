// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { EchoRequestSchema, EchoResponseSchema } from "../../../proto/mod.ts";
import { CodecError } from "../../codec/error.ts";
import { RequestSubject, subject, TypedSubject } from "./mod.ts";

/** Compiles where both types are the same. */
function sameType<A, B>(_same: [A] extends [B] ? [B] extends [A] ? true : false : false): void {}

Deno.test("subject() takes requests where there is a type of replies", () => {
  const prices = subject("price.:item", { send: "json" });
  const echo = subject("echo", { send: EchoRequestSchema, reply: EchoResponseSchema });
  assertInstanceOf(echo, RequestSubject);
  assertInstanceOf(prices, TypedSubject);
  assertEquals(prices instanceof RequestSubject, false);
});

Deno.test("subject() infers the types of values and params", () => {
  const echo = subject(":user.echo", { send: EchoRequestSchema, reply: "text" });
  const size = subject("size", { send: "bytes", reply: lengthCodec });
  type Sent = ReturnType<typeof echo.decode>;
  sameType<Sent["message"], string>(true);
  sameType<ReturnType<typeof echo.decodeReply>, string>(true);
  sameType<ReturnType<typeof size.decode>, Uint8Array>(true);
  sameType<ReturnType<typeof size.decodeReply>, number>(true);
  sameType<Parameters<typeof echo.at>[0]["user"], string>(true);
  // @ts-expect-error a text is no EchoRequest
  assertThrows(() => echo.encode("hi"), CodecError);
  // @ts-expect-error the pattern has no :name
  assertThrows(() => echo.at({ name: "joe" }), TypeError);
  // @ts-expect-error without a type of replies there are no requests
  assertEquals(subject("x", { send: "text" }).request, undefined);
});

const lengthCodec = {
  type: "length",
  encode: (value: number): Uint8Array => new Uint8Array(value),
  decode: (data: Uint8Array): number => data.length,
};

Deno.test("subject() refuses what is no pattern", () => {
  assertThrows(() => subject("a..b", { send: "text" }), TypeError, 'Cannot use "a..b"');
});

Deno.test("TypedSubject.at() fills named tokens", () => {
  const echo = subject(":user.echo.:kind", { send: "text" });
  assertEquals([echo.pattern, echo.subject], [":user.echo.:kind", "*.echo.*"]);
  assertEquals(echo.at({ user: "joe", kind: "loud" }).subject, "joe.echo.loud");
  assertThrows(() => echo.at({ user: "a.b", kind: "loud" }), TypeError, '"user"');
});

Deno.test("TypedSubject.encode() and decode() tell the subject of what does not fit", () => {
  const prices = subject("price.*", { send: "json" });
  const unfit = assertThrows(() => prices.encode(Infinity), CodecError);
  assertEquals([unfit.code, unfit.subject], ["encode", "price.*"]);
  const data = new Uint8Array([0xff]);
  const broken = assertThrows(() => prices.decode({ subject: "price.tea", data }), CodecError);
  assertEquals(
    [broken.code, broken.subject, broken.type, broken.size],
    ["decode", "price.tea", "json", 1],
  );
});

Deno.test("RequestSubject.decodeReply() throws what the handler answered instead", () => {
  const echo = subject("echo", { send: "text", reply: "text" });
  const headers = { "Nats-Service-Error-Code": ["404"], "Nats-Service-Error": ["no such order"] };
  const data = new Uint8Array();
  const error = assertThrows(() => echo.decodeReply({ data, headers }));
  assertEquals(String(error), "ServiceError: no such order");
  assertEquals(echo.decodeReply({ data, headers: undefined }), "");
});
