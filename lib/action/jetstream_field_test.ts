// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { bucket, consumer, key, revision, stream } from "./jetstream_field.ts";

Deno.test("stream() takes a stream's name", () => {
  assertEquals(stream().parse("ORDERS_eu-1"), "ORDERS_eu-1");
  for (const junk of ["", "a.b", "a b", "*", ">", "a/b", "a\\b", 1]) {
    assertEquals(stream().safeParse(junk).success, false);
  }
});

Deno.test("consumer() splits STREAM/consumer", () => {
  assertEquals(consumer().parse("ORDERS/worker"), { stream: "ORDERS", consumer: "worker" });
  for (const junk of ["ORDERS", "/worker", "ORDERS/", "A/b/c", "A.B/c", "A/b c"]) {
    assertEquals(
      consumer().safeParse(junk).error?.issues[0]?.message,
      "must be STREAM/consumer, such as ORDERS/worker",
    );
  }
});

Deno.test("bucket() takes letters, digits, - and _", () => {
  assertEquals(bucket().parse("config_v-1"), "config_v-1");
  for (const junk of ["", "a.b", "a b", "a/b"]) {
    assertEquals(bucket().safeParse(junk).success, false);
  }
});

Deno.test("key() takes any text but the empty one", () => {
  assertEquals(key("which").parse("colour.theme"), "colour.theme");
  assertEquals(key("which").safeParse("").success, false);
});

Deno.test("revision() takes whole numbers from nought", () => {
  assertEquals(revision("which").parse(0), 0);
  for (const junk of [-1, 1.5, "1"]) assertEquals(revision("which").safeParse(junk).success, false);
});
