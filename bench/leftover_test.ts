// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { awaitNoLeftovers, findLeftovers, type Mark, takeSnapshot } from "./leftover.ts";

Deno.test("findLeftovers() sees a folder that was left", async () => {
  const before = await takeSnapshot();
  const folder = await Deno.makeTempDir({ prefix: "natsrig-leftover-" });
  try {
    const mark = { variable: "NATSRIG_LEFTOVER_TEST", value: crypto.randomUUID() };
    assertEquals(await findLeftovers({ mark, folder, before }), []);
    await Deno.mkdir(`${folder}/natsrig-x`);
    assertEquals(await findLeftovers({ mark, folder, before }), [
      "in the folder for temporary files: natsrig-x",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({
  name: "findLeftovers() sees a marked process and its port, and awaitNoLeftovers() their end",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const before = await takeSnapshot();
    const folder = await Deno.makeTempDir({ prefix: "natsrig-leftover-" });
    const mark: Mark = { variable: "NATSRIG_LEFTOVER_TEST", value: crypto.randomUUID() };
    const code = 'console.log(Deno.listen({ hostname: "127.0.0.1", port: 0 }).addr.port)';
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", `${code}; setInterval(() => {}, 1000)`],
      env: { [mark.variable]: mark.value, NO_COLOR: "1" },
      stdout: "piped",
    }).spawn();
    try {
      const reader = child.stdout.getReader();
      const port = new TextDecoder().decode((await reader.read()).value).trim();
      const found = await findLeftovers({ mark, folder, before });
      assertEquals(found.length, 2);
      assertMatch(found[0] ?? "", new RegExp(`^process ${child.pid}: .*deno eval `));
      assertEquals(found[1], `listening port ${port}`);
      child.kill("SIGKILL");
      assertEquals(await awaitNoLeftovers({ mark, folder, before }, 10_000), []);
      await reader.cancel();
      assert(!(await child.status).success);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
