// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { createCodec } from "../lib/codec/mod.ts";
import { dataFlag, readData } from "./client_data.ts";
import { type Command, UsageError } from "./command.ts";
import { fakeIo } from "./fake_io.ts";
import { parseInput } from "./parse_input.ts";

const command: Command = {
  name: "test",
  about: "test flags",
  flags: [dataFlag],
  examples: [],
  run: () => Promise.resolve(0),
};

const never = new AbortController().signal;

async function read(
  given: string,
  stdin: readonly Uint8Array[],
  signal = never,
): Promise<Uint8Array> {
  const make = await readData(parseInput(command, ["-d", given]), {
    io: fakeIo({ stdin }),
    codec: await createCodec({ uses: [] }),
    type: undefined,
    variables: ["i"],
    signal,
  });
  return make(() => 1);
}

Deno.test("readData() joins what comes by stdin, also nothing", async () => {
  const parts = [Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(0xff)];
  assertEquals(await read("-", parts), Uint8Array.of(1, 2, 0xff));
  assertEquals(await read("-", []), new Uint8Array());
});

Deno.test("readData() takes 64 MiB, and not a byte more", async () => {
  const most = Array.from({ length: 64 }, () => new Uint8Array(1024 ** 2));
  assertEquals((await read("-", most)).length, 64 * 1024 ** 2);
  const error = await assertRejects(() => read("-", [...most, new Uint8Array(1)]), UsageError);
  assertEquals(error.message, "--data must be 64MiB or less");
});

Deno.test("readData() refuses a file that is none, and says how to send an @", async () => {
  const error = await assertRejects(() => read("@no/such", []), UsageError);
  assertEquals(error.message.startsWith("--data @no/such cannot be read: "), true);
  assertEquals(error.help, "text that begins with @ can come by stdin: --data -");
  await assertRejects(() => read("@", []), UsageError);
  await assertRejects(() => read("@.", []), UsageError);
});

Deno.test("readData() throws the reason of an abort", async () => {
  const stopped = AbortSignal.abort(new Error("stopped"));
  await assertRejects(() => read("-", [Uint8Array.of(1)], stopped), Error, "stopped");
});
