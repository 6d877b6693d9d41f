// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { parseBenchOptions } from "./client_options.ts";

Deno.test("parseBenchOptions() has everything by default", () => {
  assertEquals(parseBenchOptions([]), {
    rounds: 10,
    batchMs: 150,
    rows: [
      "publish",
      "pubsub",
      "request",
      "request-256",
      "far",
      "far-256",
      "js-publish",
      "js-publish-256",
      "js-consume",
    ],
    sizes: [16, 128, 4096, 65536],
    contenders: ["natsrig", "natsrig-transport", "node-in-deno", "node", "original", "raw"],
    json: false,
    write: false,
    check: false,
  });
});

Deno.test("parseBenchOptions() chooses, in the order of the tables", () => {
  const options = parseBenchOptions(
    ["--only=request,publish", "--size", "4096,16", "--contender", "raw,natsrig", "--rounds", "4"],
  );
  assertEquals(options.rows, ["publish", "request"]);
  assertEquals(options.sizes, [16, 4096]);
  assertEquals(options.contenders, ["natsrig", "raw"]);
  assertEquals(options.rounds, 4);
});

Deno.test("parseBenchOptions() makes a quick run short, and leaves what was named", () => {
  const { rounds, batchMs, sizes } = parseBenchOptions(["--quick"]);
  assertEquals({ rounds, batchMs, sizes }, { rounds: 3, batchMs: 80, sizes: [128] });
  assertEquals(parseBenchOptions(["--quick", "--size=16", "--rounds=5"]).sizes, [16]);
  assertEquals(parseBenchOptions(["--quick", "--size=16", "--rounds=5"]).rounds, 5);
});

Deno.test("parseBenchOptions() refuses what it does not know", () => {
  const refused: readonly (readonly [readonly string[], string])[] = [
    [["--rounds", "0"], "'--rounds' must be a count from 1: current value is '0'"],
    [["--only", "publish,pub"], "current value is 'pub'"],
    [["--size", "17"], "'--size' must be of 16, 128, 4096, 65536: current value is '17'"],
    [["--contender="], "current value is ''"],
    [["--contender", "original"], "must have its --original PATH"],
    [["--original", "/no/such/folder"], "must be a folder with src/mod.ts"],
    [["--original"], "must be a folder with src/mod.ts"],
    [["--frob"], "'--frob' is unknown"],
    [["publish"], "'publish' is unknown"],
  ];
  for (const [args, words] of refused) {
    assertThrows(() => parseBenchOptions(args), RangeError, words);
  }
});

Deno.test("parseBenchOptions() takes a folder with the original", async () => {
  const folder = await Deno.makeTempDir({ prefix: "natsrig-original-" });
  try {
    await Deno.mkdir(`${folder}/src`);
    await Deno.writeTextFile(`${folder}/src/mod.ts`, "");
    const { original, contenders } = parseBenchOptions(["--original", folder]);
    assertEquals(original, folder);
    assertEquals(contenders.includes("original"), true);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
