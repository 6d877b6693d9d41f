// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * What people are told of invalid scenarios. `UPDATE_GOLDEN=1 deno test -A cli/golden_invalid_test.ts`
 * writes the texts anew.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertGolden, checkout, goldenCases, runHere, strayTexts } from "./fake_golden.ts";
import { fakeIo } from "./fake_io.ts";
import { main } from "./main.ts";
import { join } from "node:path";

const folder = "cli/golden/invalid";
const cases = goldenCases("invalid");
/** Texts that stand as secrets in the cases. */
const secrets = ["s3cret", "t0psecret"];
/** Made by several files together. */
const several = "several_files";

Deno.test("check has a golden text for every case, and no other ones", () => {
  assert(cases.length >= 200, `only ${cases.length} cases`);
  assertEquals(strayTexts("invalid", [...cases, several]), []);
});

for (const name of cases) {
  Deno.test(`check explains ${name}`, async () => {
    const { code, stdout, stderr } = await runHere(["check", `${folder}/${name}.yaml`]);
    assertEquals({ code, stdout }, { code: 2, stdout: "" });
    for (const secret of secrets) assert(!stderr.includes(secret), `shows a secret: ${stderr}`);
    await assertGolden(`invalid/${name}.txt`, stderr);
  });
}

Deno.test("check lists the problems of all files at once, in their order", async () => {
  const { code, stdout, stderr } = await runHere(["check", `${folder}/several`]);
  assertEquals({ code, stdout }, { code: 2, stdout: "" });
  await assertGolden(`invalid/${several}.txt`, stderr);
});

/** Checks a path in a folder that `make` fills. */
async function checkMade(
  make: (folder: string) => Promise<void> | void,
  path: string,
  command = "check",
): Promise<{ code: number; stderr: string }> {
  const cwd = await Deno.realPath(await Deno.makeTempDir({ prefix: "natsrig-golden-" }));
  try {
    await make(cwd);
    const io = fakeIo({ cwd });
    const code = await main([...command.split(" "), path], io);
    assertEquals(io.written.stdout, "");
    return { code, stderr: io.written.stderr };
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("check refuses a file of 10 MiB without reading it whole", async () => {
  const made = await checkMade(async (cwd) => {
    const file = await Deno.create(join(cwd, "big.yaml"));
    const line = new TextEncoder().encode(
      "# a comment of sixty-four bytes, which is four to the third\n",
    );
    file.writeSync(line);
    file.truncateSync(10 * 1024 ** 2);
    file.close();
  }, "big.yaml");
  assertEquals(made, {
    code: 2,
    stderr: "error: the file is too large: 10 MiB, and at most 1 MiB are read\n" +
      "  --> big.yaml\n\n1 problem in 1 file\n",
  });
});

Deno.test("check refuses binary rubbish", async () => {
  const rubbish = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256);
  const nul = await checkMade((cwd) => Deno.writeFile(join(cwd, "a.yaml"), rubbish), "a.yaml");
  assertEquals(nul, {
    code: 2,
    stderr: "error: the file is not text: it contains NUL bytes\n" +
      "  --> a.yaml\n\n1 problem in 1 file\n",
  });
  const withoutNul = rubbish.map((byte) => byte === 0 ? 1 : byte);
  const bytes = await checkMade((cwd) => Deno.writeFile(join(cwd, "a.yaml"), withoutNul), "a.yaml");
  assertEquals(bytes, {
    code: 2,
    stderr: "error: the file is not text: it is not valid UTF-8\n" +
      "  --> a.yaml\n\n1 problem in 1 file\n",
  });
});

Deno.test("check bounds what is nested a hundred thousand deep", async () => {
  for (const opening of ["[", "{a: ", "{token: ", "token: x, ", "\n- "]) {
    const text = `scenario: Deep\nvars:\n  a: ${opening.repeat(100_000)}\nsteps:\n  - print: hi\n`;
    const { code, stderr } = await checkMade(
      (cwd) => Deno.writeTextFile(join(cwd, "deep.yaml"), text),
      "deep.yaml",
    );
    assertEquals(code, 2);
    assertStringIncludes(stderr, " --> deep.yaml");
    assert(stderr.length < 2000, `${stderr.length} characters`);
  }
});

Deno.test("check tells of a folder without scenarios, and of what is not there", async () => {
  assertEquals(await checkMade((cwd) => Deno.mkdir(join(cwd, "empty")), "empty"), {
    code: 2,
    stderr: "error: the folder holds no scenarios: no *.yaml or *.yml file in it\n" +
      "  --> empty\n\n1 problem in 1 file\n",
  });
  assertEquals(await checkMade(() => {}, "missing.yaml"), {
    code: 2,
    stderr: "error: no such file or folder\n  --> missing.yaml\n\n1 problem in 1 file\n",
  });
  assertEquals(await checkMade(() => {}, "*.yaml"), {
    code: 2,
    stderr: "error: no file matches\n  --> *.yaml\n\n1 problem in 1 file\n",
  });
  // A folder whose name looks like a file's is a folder.
  const inner = await checkMade((cwd) => Deno.mkdir(join(cwd, "a.yaml")), "a.yaml");
  assertStringIncludes(inner.stderr, "the folder holds no scenarios");
});

Deno.test({
  name: "check tells why a file cannot be read",
  // root reads everything, and Windows has no such mode.
  ignore: Deno.build.os === "windows" || Deno.uid() === 0,
  fn: async () => {
    const { code, stderr } = await checkMade(async (cwd) => {
      await Deno.writeTextFile(join(cwd, "a.yaml"), "scenario: A\n");
      await Deno.chmod(join(cwd, "a.yaml"), 0);
    }, "a.yaml");
    assertEquals(code, 2);
    assertStringIncludes(stderr, "error: cannot be read: ");
  },
});

Deno.test("check takes a byte order mark, and lines that end as on Windows", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "natsrig-golden-" });
  try {
    const file = join(cwd, "windows.yaml");
    await Deno.writeTextFile(file, `\ufeff${valid}`.replaceAll("\n", "\r\n"));
    assertEquals(await runHere(["check", file]), {
      code: 0,
      stdout: "1 scenario is valid\n",
      stderr: "",
    });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});

const valid = `scenario: Valid
tags: [core, cache]
steps:
  - print: hi
`;

Deno.test("run refuses a filter and a tag that match nothing", async () => {
  const write = (cwd: string) => Deno.writeTextFile(join(cwd, "valid_one.yaml"), valid);
  assertEquals(await checkMade(write, "valid_one.yaml", "run --filter valid-two"), {
    code: 2,
    stderr: 'error: no scenario matches the filter "valid-two"\n' +
      '   = help: did you mean "valid-one"?\n\n1 problem\n',
  });
  assertEquals(await checkMade(write, "valid_one.yaml", "run --tag caches"), {
    code: 2,
    stderr: 'error: no scenario has the tag "caches"\n' +
      '   = help: did you mean "cache"?\n\n1 problem\n',
  });
});

Deno.test({
  name: "run starts nothing where one of its files is invalid",
  // The stand-in for nats-server is a shell script.
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const cwd = await Deno.realPath(await Deno.makeTempDir({ prefix: "natsrig-golden-" }));
    try {
      const server = join(cwd, "nats-server");
      const script = `#!/bin/sh\ntouch ${cwd}/started\n` +
        '[ "$1" = "-v" ] || exit 1\necho "nats-server: v2.15.0"\n';
      await Deno.writeTextFile(server, script, { mode: 0o755 });
      await Deno.writeTextFile(join(cwd, "a_valid.yaml"), valid);
      await Deno.writeTextFile(join(cwd, "b_invalid.yaml"), "scenario: Invalid\nstpes: []\n");
      const run = async (...files: string[]) => {
        const { code } = await new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", "--quiet", join(checkout, "cli/main.ts"), "run", ...files],
          cwd,
          env: { NATSRIG_SERVER: server },
          stdout: "null",
          stderr: "null",
        }).output();
        const marks = [...Deno.readDirSync(cwd)].filter(({ name }) => name === "started");
        return { code, started: marks.length > 0 };
      };
      assertEquals(await run("a_valid.yaml", "b_invalid.yaml"), { code: 2, started: false });
      // The valid file alone does reach the server, so that the test can fail.
      assertEquals(await run("a_valid.yaml"), { code: 3, started: true });
    } finally {
      await Deno.remove(cwd, { recursive: true });
    }
  },
});
