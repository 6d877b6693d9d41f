// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { didYouMean } from "../scenario/suggest.ts";
import { fakeRun, fakeVerdict } from "./fake_run.ts";
import {
  applyKnownFailure,
  findKnownFailure,
  matchesId,
  parseKnownFailing,
  unmatchedFailures,
} from "./known_failing.ts";

const source = {
  path: "known.txt",
  text: "# the list\n\n  kv/get\r\njs/*   # ADR-22\na#b\n",
};

Deno.test("parseKnownFailing() takes an id a line, without comments and blanks", () => {
  assertEquals(parseKnownFailing(source).map(({ pattern }) => pattern), ["kv/get", "js/*", "a#b"]);
});

Deno.test("parseKnownFailing() knows where each id stands", () => {
  assertEquals(
    parseKnownFailing(source).map(({ span }) => source.text.slice(span.start, span.end)),
    ["kv/get", "js/*", "a#b"],
  );
});

Deno.test("matchesId() matches equal ids, and any text for *", () => {
  assertEquals(matchesId("kv/get", "kv/get"), true);
  assertEquals(matchesId("kv/get", "kv/get-all"), false);
  assertEquals(matchesId("kv/*", "kv/get/server=2.12"), true);
  assertEquals(matchesId("*=2.1", "echo/server=2x1"), false);
});

Deno.test("findKnownFailure() finds the first pattern that stands for a run", () => {
  assertEquals(findKnownFailure(parseKnownFailing(source), "js/dedupe")?.pattern, "js/*");
  assertEquals(findKnownFailure(parseKnownFailing(source), "echo"), undefined);
});

Deno.test("unmatchedFailures() points at lines that stand for no run", () => {
  const list = parseKnownFailing({ path: "known.txt", text: "echo\nkv/gte\n" });
  assertEquals(unmatchedFailures(list, ["echo", "kv/get"], didYouMean), [{
    severity: "error",
    message: '"kv/gte" is listed as known to fail, but no run has this id',
    span: { file: "known.txt", start: 5, end: 11 },
    help: 'did you mean "kv/get"?',
  }]);
});

Deno.test("applyKnownFailure() marks failures and errors, and leaves skipped runs alone", () => {
  const [known] = parseKnownFailing({ path: "known.txt", text: "a" });
  const of = (outcome: "fail" | "error" | "skip") =>
    applyKnownFailure(fakeVerdict(fakeRun("a"), outcome), known);
  assertEquals(of("fail").knownFailing, true);
  assertEquals(of("error").knownFailing, true);
  assertEquals(of("skip").knownFailing, undefined);
});
