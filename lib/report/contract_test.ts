// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What every report has to keep. */

import { assertEquals } from "@std/assert";
import { reports } from "./mod.ts";
import { record, sampleSuite, sampleVerdicts, suiteOf } from "./sample.ts";
import type { Report } from "./types.ts";

const none = {
  passed: 0,
  failed: 0,
  errors: 0,
  skipped: 0,
  noisy: 0,
  knownFailing: 0,
};

for (const [key, report] of Object.entries<Report>(reports)) {
  const written = (events: ReturnType<typeof suiteOf>) => record(report, events).text;

  Deno.test(`${key} is registered under its own key and explained`, () => {
    assertEquals(report.key, key);
    assertEquals(report.about.endsWith("."), true);
  });

  Deno.test(`${key} writes nothing before the first event`, () => {
    assertEquals(record(report, []), { text: "", summary: "" });
  });

  Deno.test(`${key} ends with a line break`, () => {
    assertEquals(written(sampleSuite()).endsWith("\n"), true);
    assertEquals(written(suiteOf([], none)).endsWith("\n"), true);
    assertEquals(written(suiteOf([], { ...none, cancelled: true })).endsWith("\n"), true);
  });

  Deno.test(`${key} writes whole pieces, each ending with a line break`, () => {
    const pieces: string[] = [];
    record(report, sampleSuite(), { write: (piece) => pieces.push(piece) });
    assertEquals(pieces.every((piece) => piece.endsWith("\n")), true);
  });

  Deno.test(`${key} names every scenario that was judged, in input order`, () => {
    const text = written(sampleSuite());
    const ids = ["echo/size=16", "latency", "jetstream/persistence"];
    const places = ids.map((id) => text.indexOf(id));
    assertEquals(places.includes(-1), false);
    // JUnit groups by file; these three are in the order of their files, too.
    assertEquals(places.toSorted((a, b) => a - b), places);
  });

  Deno.test(`${key} tells what went wrong, and why one was skipped`, () => {
    const text = written(sampleSuite());
    for (const words of ["expected true, got false", "needs nats-server", "ended unexpectedly"]) {
      assertEquals(text.includes(words), true, words);
    }
  });

  Deno.test(`${key} shows the measured time of a bounded step`, () => {
    assertEquals(/62\.4/.test(written(suiteOf([sampleVerdicts.fail]))), true);
    assertEquals(/3\.1\b|3\.1ms/.test(written(suiteOf([sampleVerdicts.pass]))), true);
  });

  Deno.test(`${key} has no ANSI sequences without colour`, () => {
    assertEquals(written(sampleSuite()).includes("\x1b"), false);
  });

  Deno.test(`${key} writes the same again for the same events`, () => {
    assertEquals(written(sampleSuite()), written(sampleSuite()));
  });

  Deno.test(`${key} changes nothing in the verdicts it is given`, () => {
    const before = JSON.stringify(sampleVerdicts);
    written(sampleSuite());
    assertEquals(JSON.stringify(sampleVerdicts), before);
  });
}
