// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { runMain } from "./fake_io.ts";
import { commands, version } from "./main.ts";

const hello = `scenario: Hello
about: Says hello.
tags: [first]
steps:
  - print: hello
`;

Deno.test("main() shows help without a command, with help, --help and -h", async () => {
  const plain = await runMain([]);
  assertEquals(plain.code, 0);
  assertMatch(
    plain.stdout,
    /^natsrig \d+\.\d+\.\d+: a test rig for NATS\n\nUsage: natsrig COMMAND/,
  );
  for (const args of [["--help"], ["-h"], ["help"]]) {
    assertEquals((await runMain(args)).stdout, plain.stdout);
  }
});

for (const { name } of commands) {
  Deno.test(`main() shows the help of ${name}, with examples, and does nothing else`, async () => {
    const { code, stdout, stderr, left } = await runMain([name, "--help"]);
    assertEquals({ code, stderr, left }, { code: 0, stderr: "", left: {} });
    assertStringIncludes(stdout, `Usage: natsrig ${name}`);
    assertMatch(stdout, /Examples:\n {2}\S/);
    assertEquals((await runMain([name, "-h"])).stdout, stdout);
    assertEquals((await runMain(["help", name])).stdout, stdout);
  });
}

Deno.test("main() shows the version", async () => {
  assertEquals((await runMain(["--version"])).stdout, `natsrig ${version}\n`);
});

Deno.test("main() leaves out the dashes that deno task hands on", async () => {
  assertEquals((await runMain(["--", "--version"])).stdout, `natsrig ${version}\n`);
  const { stdout } = await runMain(["list", "--", "--tag", "first"], {
    "scenarios/hello.yaml": hello,
  });
  assertEquals(stdout, "hello  Hello  first\n");
});

for (
  const [args, stderr] of [
    [["rnu"], 'error: unknown command "rnu"\n  help: did you mean "run"?\n'],
    [["xyzzy"], 'error: unknown command "xyzzy"\n  help: `natsrig --help` shows the commands\n'],
    [["--verion"], 'error: unknown flag "--verion"\n  help: did you mean "--version"?\n'],
    [["run", "--job", "3"], 'error: unknown flag "--job"\n  help: did you mean "--jobs"?\n'],
    [["run", "--xyz=3"], 'error: unknown flag "--xyz"\n  help: see `natsrig run --help`\n'],
    [["run", "-j"], 'error: unknown flag "-j"\n  help: see `natsrig run --help`\n'],
    [["run", "--jobs"], "error: --jobs needs a value: --jobs N\n"],
    [["run", "--jobs", "0"], 'error: --jobs must be a whole number from 1: current value is "0"\n'],
    [
      ["run", "--jobs=1e3"],
      'error: --jobs must be a whole number from 1: current value is "1e3"\n',
    ],
    [
      ["run", "--timeout", "5"],
      "error: --timeout must be a duration such as 500ms, 30s or 2m: " +
      'current value is "5"\n',
    ],
    [
      ["run", "--server", "localhost"],
      "error: --server must be a URL such as nats://127.0.0.1:4222: " +
      'current value is "localhost"\n',
    ],
    [
      ["run", "--server", "nats://127.0.0.1:1", "--server-version", "2.15"],
      "error: --server and --server-version do not go together\n",
    ],
    [
      ["run", "--server-version", "newest"],
      "error: --server-version must be a version such as 2.15.0 or 2.12: got newest\n",
    ],
    [
      ["run", "--report", "junt:x.xml"],
      'error: there is no report "junt"\n  help: did you mean "junit"?\n',
    ],
    [
      ["run", "--report", "json", "--report", "tap"],
      "error: two reports cannot go to stdout\n  help: give one of them a file: " +
      "--report FORMAT:FILE\n",
    ],
    [
      ["run", "--report", "json:"],
      "error: --report json: names no file behind the colon\n",
    ],
    [
      ["run", "--report", "json:no/such/x.json"],
      'error: --report: there is no folder "no/such" to write no/such/x.json to\n',
    ],
    [
      ["run", "--events", "gone/x.ndjson"],
      'error: --events: there is no folder "gone" to write gone/x.ndjson to\n',
    ],
    [
      ["run", "--known-failing", "gone.txt", "x.yaml"],
      "error: --known-failing gone.txt: cannot be read: ",
    ],
    [
      ["run"],
      "error: no scenarios are given, and there is no folder scenarios/\n" +
      "  help: `natsrig init` writes a first scenario\n",
    ],
    [["completion", "tcsh"], 'error: there is no shell "tcsh"\n  help: shells: bash, zsh, fish\n'],
    [
      ["init", "a.yaml", "b.yaml"],
      'error: unexpected argument "b.yaml"\n  help: see `natsrig init --help`\n',
    ],
    [
      ["server", "--nodes", "10"],
      'error: --nodes must be 9 or less: current value is "10"\n',
    ],
    [
      ["server", "--config", "gone.conf"],
      "error: --config gone.conf cannot be read: ",
    ],
  ] as const
) {
  Deno.test(`main() refuses natsrig ${args.join(" ")}`, async () => {
    const result = await runMain(args);
    assertEquals({ code: result.code, stdout: result.stdout }, { code: 2, stdout: "" });
    if (stderr.endsWith("\n")) assertEquals(result.stderr, stderr);
    else assertEquals(result.stderr.slice(0, stderr.length), stderr);
  });
}

Deno.test("check says how many scenarios are valid", async () => {
  const one = await runMain(["check", "a.yaml"], { "a.yaml": hello });
  assertEquals({ code: one.code, stdout: one.stdout }, {
    code: 0,
    stdout: "1 scenario is valid\n",
  });
  const two = await runMain(["check"], { "scenarios/a.yaml": hello, "scenarios/b.yaml": hello });
  assertEquals({ code: two.code, stdout: two.stdout }, {
    code: 0,
    stdout: "2 scenarios are valid\n",
  });
});

Deno.test("check lists the problems of all files at once, and counts them", async () => {
  const { code, stdout, stderr } = await runMain(["check", "b.yaml", "a.yaml", "gone.yaml"], {
    "a.yaml": "scenario: A\nsteps:\n  - prnt: hi\n",
    "b.yaml": "scenario: B\ntag: [x]\nsteps:\n  - print: hi\n    by: bob\n",
  });
  assertEquals({ code, stdout }, { code: 2, stdout: "" });
  const places = [...stderr.matchAll(/--> (\S+)/g)].map(([, place]) => place);
  assertEquals(places, ["b.yaml:2:1", "b.yaml:5:5", "a.yaml:3:5", "gone.yaml"]);
  assertMatch(stderr, /\n4 problems in 3 files\n$/);
});

Deno.test("check hides what looks like a secret beside a problem", async () => {
  const { stderr } = await runMain(["check", "a.yaml"], {
    "a.yaml": "scenario: A\nactors:\n  al: { usr: x, password: s3cret }\nsteps:\n  - print: hi\n",
  });
  assertStringIncludes(stderr, "al: { usr: x, password: ****** }");
});

Deno.test("check shows a wrong .proto file with its own place", async () => {
  const { code, stderr } = await runMain(["check", "a.yaml"], {
    "a.yaml": "scenario: A\nproto: [shop.proto]\nmessages: { x: shop.Order }\n" +
      "steps:\n  - prnt: hi\n",
    "shop.proto": 'syntax = "proto3";\npackage shop;\nmessage Order { strin item = 1; }\n',
  });
  assertEquals(code, 2);
  assertMatch(stderr, /--> shop\.proto:3:\d+/);
  assertStringIncludes(stderr, "message Order { strin item = 1; }");
  assertStringIncludes(stderr, 'unknown action "prnt"');
});

Deno.test("check knows the messages of a scenario's own .proto file", async () => {
  const { code, stderr } = await runMain(["check", "s/a.yaml"], {
    "s/a.yaml":
      "scenario: A\nproto: [shop.proto]\nmessages: { x: shop.Order }\nactors: { al: {} }\n" +
      "steps:\n  - publish: x\n    send: { item: tea }\n",
    "s/shop.proto": 'syntax = "proto3";\npackage shop;\nmessage Order { string item = 1; }\n',
  });
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
});

Deno.test("check points at a .proto file that is not there", async () => {
  const { stderr } = await runMain(["check", "a.yaml"], {
    "a.yaml": "scenario: A\nproto: [gone.proto]\nsteps:\n  - print: hi\n",
  });
  assertMatch(stderr, /error: there is no file "gone.proto"\n +--> a\.yaml:2:9\n/);
});

Deno.test("list shows ids, titles and tags", async () => {
  const { stdout } = await runMain(["list"], {
    "scenarios/say_hello.yaml": hello,
    "scenarios/kv/x.yaml":
      `scenario: Sizes\nmatrix: { size: [1, 20] }\nsteps:\n  - print: "\${size}"\n`,
  });
  assertEquals(
    stdout,
    "say-hello     Hello  first\nkv/x/size=1   Sizes\nkv/x/size=20  Sizes\n",
  );
});

Deno.test("list gives JSON, of what filters and tags leave", async () => {
  const { stdout } = await runMain(["list", "--json", "--filter", "h*o", "--tag", "first"], {
    "scenarios/hello.yaml": hello,
    "scenarios/other.yaml": hello,
  });
  assertEquals(JSON.parse(stdout), [{
    id: "hello",
    title: "Hello",
    about: "Says hello.",
    tags: ["first"],
    file: "scenarios/hello.yaml",
  }]);
});

for (
  const [flag, value, message, help] of [
    ["--tag", "frist", 'no scenario has the tag "frist"', 'did you mean "first"?'],
    ["--filter", "helo", 'no scenario matches the filter "helo"', 'did you mean "hello"?'],
  ] as const
) {
  Deno.test(`run refuses a ${flag} that matches nothing, and suggests`, async () => {
    const { code, stderr } = await runMain(["run", flag, value], { "scenarios/hello.yaml": hello });
    assertEquals(code, 2);
    assertStringIncludes(stderr, message);
    assertStringIncludes(stderr, help);
  });
}

Deno.test("run refuses a known-failing line that stands for no run, with its place", async () => {
  const { code, stderr } = await runMain(["run", "--known-failing", "known.txt"], {
    "scenarios/hello.yaml": hello,
    "known.txt": "# list\nhelo\n",
  });
  assertEquals(code, 2);
  assertStringIncludes(stderr, "--> known.txt:2:1");
  assertStringIncludes(stderr, 'did you mean "hello"?');
});

Deno.test("init writes a scenario that is valid, once", async () => {
  const first = await runMain(["init", "my/first.yaml"]);
  assertEquals(
    { code: first.code, stdout: first.stdout },
    { code: 0, stdout: "wrote my/first.yaml; perform it with: natsrig run my/first.yaml\n" },
  );
  const again = await runMain(["init", "my/first.yaml"], first.left);
  assertEquals({ code: again.code, left: again.left }, { code: 2, left: first.left });
  assertStringIncludes(again.stderr, "my/first.yaml is there already");
  const checked = await runMain(["check", "my/first.yaml"], first.left);
  assertEquals(checked.stdout, "1 scenario is valid\n");
});

Deno.test("schema prints the JSON Schema of scenario files", async () => {
  const { stdout } = await runMain(["schema"]);
  const schema: { required: string[]; $defs: { step: { anyOf: unknown[] } } } = JSON.parse(stdout);
  assertEquals(schema.required, ["scenario", "steps"]);
  assertEquals(schema.$defs.step.anyOf.length > 40, true);
});
