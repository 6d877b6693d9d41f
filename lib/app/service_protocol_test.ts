// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { controlSubjects, toStatistics } from "./service_protocol.ts";

Deno.test("controlSubjects() go from all services to one instance", () => {
  const identity = { name: "shop", id: "ID1", version: "1.0.0", metadata: {} };
  assertEquals(controlSubjects("PING", identity), [
    "$SRV.PING",
    "$SRV.PING.shop",
    "$SRV.PING.shop.ID1",
  ]);
});

Deno.test("toStatistics() gives whole nanoseconds, and their average", () => {
  const endpoint = { name: "a", subject: "a", queue_group: "q" };
  const stats = {
    requests: 3,
    errors: 1,
    refused: 0,
    lastError: "404:no",
    processingMs: 1.0000005,
  };
  assertEquals(toStatistics(endpoint, stats, { running: 2, waiting: 5 }), {
    ...endpoint,
    num_requests: 3,
    num_errors: 1,
    last_error: "404:no",
    processing_time: 1_000_001,
    average_processing_time: 333_334,
    data: { running: 2, waiting: 5, refused: 0 },
  });
});
