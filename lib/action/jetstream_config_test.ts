// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { z } from "zod";
import { bytes, jetstreamConfig, nanoseconds, toConfig } from "./jetstream_config.ts";

const durationRule = "must be a duration such as 250ms, 5s or 2m, or a number of nanoseconds";
const sizeRule = "must be a size such as 16B, 4KiB or 1MiB, or a number of bytes";

Deno.test("toConfig() turns durations into nanoseconds", () => {
  const { config, problems } = toConfig({
    max_age: "1h",
    duplicate_window: "2m",
    subject_delete_marker_ttl: "1s",
    ack_wait: "250ms",
    inactive_threshold: "5s",
    idle_heartbeat: "1.5s",
    max_expires: "10s",
    priority_timeout: "30s",
    backoff: ["100ms", "1s", 7],
  });
  assertEquals(problems, []);
  assertEquals(config, {
    max_age: 3_600_000_000_000,
    duplicate_window: 120_000_000_000,
    subject_delete_marker_ttl: 1_000_000_000,
    ack_wait: 250_000_000,
    inactive_threshold: 5_000_000_000,
    idle_heartbeat: 1_500_000_000,
    max_expires: 10_000_000_000,
    priority_timeout: 30_000_000_000,
    backoff: [100_000_000, 1_000_000_000, 7],
  });
});

Deno.test("toConfig() turns sizes into bytes", () => {
  assertEquals(toConfig({ max_bytes: "1MiB", max_msg_size: "16B" }), {
    config: { max_bytes: 1_048_576, max_msg_size: 16 },
    problems: [],
  });
});

Deno.test("toConfig() leaves numbers and other keys as they are", () => {
  const written = {
    max_age: 0,
    max_bytes: -1,
    subjects: ["5s.>"],
    description: "5s",
    metadata: { max_age: "5s", max_bytes: "1MiB" },
    republish: null,
  };
  assertEquals(toConfig(written), { config: written, problems: [] });
});

Deno.test("toConfig() goes into consumer_limits", () => {
  assertEquals(toConfig({ consumer_limits: { inactive_threshold: "5s", max_ack_pending: 10 } }), {
    config: { consumer_limits: { inactive_threshold: 5_000_000_000, max_ack_pending: 10 } },
    problems: [],
  });
});

Deno.test("toConfig() says where a value has no reading", () => {
  assertEquals(
    toConfig({
      max_age: "5 parsecs",
      max_bytes: "1 MB",
      backoff: ["1s", "soon"],
      ack_wait: true,
      consumer_limits: { inactive_threshold: {} },
    }).problems,
    [
      { path: ["max_age"], message: durationRule },
      { path: ["max_bytes"], message: sizeRule },
      { path: ["backoff", 1], message: durationRule },
      { path: ["ack_wait"], message: durationRule },
      { path: ["consumer_limits", "inactive_threshold"], message: durationRule },
    ],
  );
});

Deno.test("jetstreamConfig() decodes, and points at what is wrong", () => {
  const schema = z.strictObject({ config: jetstreamConfig("the configuration") });
  assertEquals(schema.parse({ config: { max_age: "5s" } }), { config: { max_age: 5_000_000_000 } });
  const { error } = schema.safeParse({ config: { max_age: "5", backoff: ["1"] } });
  assertEquals(error?.issues.map(({ path, message }) => ({ path, message })), [
    { path: ["config", "max_age"], message: durationRule },
    { path: ["config", "backoff", 0], message: durationRule },
  ]);
});

Deno.test("nanoseconds() decodes durations and numbers", () => {
  const schema = nanoseconds("how long");
  assertEquals(schema.parse("250ms"), 250_000_000);
  assertEquals(schema.parse(0), 0);
  for (const junk of ["5", "", true, 1.5, null]) {
    assertEquals(schema.safeParse(junk).error?.issues[0]?.message, durationRule);
  }
});

Deno.test("bytes() decodes sizes and numbers", () => {
  const schema = bytes("how much");
  assertEquals(schema.parse("4KiB"), 4096);
  assertEquals(schema.parse(-1), -1);
  for (const junk of ["4KB", "0.3B", [], 0.5]) {
    assertEquals(schema.safeParse(junk).error?.issues[0]?.message, sizeRule);
  }
});
