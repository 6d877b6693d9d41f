// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromNdjson } from "../lib/scenario/event_log.ts";
import { fakeIo, runMain } from "./fake_io.ts";
import { main } from "./main.ts";
import { exitCodeFor } from "./run.ts";

const passing = `scenario: Passes
tags: [good]
actors: { alice: {} }
steps:
  - subscribe: greet
  - publish: greet
    send: hi
  - receive: greet
    expect: hi
`;
const failing = passing.replace("Passes", "Fails").replace("[good]", "[bad]")
  .replace("expect: hi", "expect: ho");
const printing = 'scenario: Prints\nsteps:\n  - print: "${n}"\nmatrix: { n: [1, 2] }\n';

function lastLine(text: string): string | undefined {
  return text.trimEnd().split("\n").at(-1);
}

Deno.test("run performs scenarios and counts them on the last line", async () => {
  const { code, stdout } = await runMain(["run"], { "scenarios/good.yaml": passing });
  assertEquals(code, 0);
  assertMatch(stdout, /^nats-server \d+\.\d+\.\d+ \([^)]+\)\n\n✓ Passes {2}\(good\)/);
  assertEquals(lastLine(stdout), "1 passed, 0 failed");
});

Deno.test("run shows where a scenario failed, and exits with 1", async () => {
  const { code, stdout } = await runMain(["run", "."], {
    "bad.yaml": failing,
    "good.yaml": passing,
  });
  assertEquals(code, 1);
  assertStringIncludes(stdout, "✗ Fails  (bad)");
  assertStringIncludes(stdout, "--> bad.yaml:9:13\n");
  assertStringIncludes(stdout, '^^ expected "ho", got "hi"');
  assertEquals(lastLine(stdout), "1 passed, 1 failed");
});

Deno.test("run reports in input order whatever ends first", async () => {
  const { stdout } = await runMain(["run", "--jobs", "2", "--report", "json"], {
    "scenarios/a.yaml": "scenario: A\nsteps:\n  - sleep: 300ms\n",
    "scenarios/b.yaml": printing,
  });
  const { verdicts }: { verdicts: { id: string }[] } = JSON.parse(stdout);
  assertEquals(verdicts.map(({ id }) => id), ["a", "b/n=1", "b/n=2"]);
});

Deno.test("run writes several reports and the events, without the secrets", async () => {
  const scenario = `scenario: Secret
server:
  config: "authorization { user: al, password: s3cret }"
actors: { alice: { user: al, password: s3cret } }
steps:
  - subscribe: greet
  - publish: greet
    send: s3cret one
  - receive: greet
    expect: s3cret two
`;
  const args = ["run", "a.yaml", "--report", "junit:r.xml", "--report", "tap:r.tap"];
  const { code, stdout, left } = await runMain([...args, "--events", "events.ndjson"], {
    "a.yaml": scenario,
  });
  assertEquals(code, 1);
  assertStringIncludes(stdout, "0 passed, 1 failed");
  assertMatch(left["r.xml"] ?? "", /<failure/);
  assertMatch(left["r.tap"] ?? "", /^not ok 1/m);
  const log = fromNdjson(left["events.ndjson"] ?? "").get("a") ?? [];
  assertEquals(log.at(0)?.kind, "run-start");
  assertEquals(log.at(-1)?.kind, "run-end");
  const written = [stdout, left["r.xml"], left["r.tap"], left["events.ndjson"]].join("\n");
  assertEquals(written.includes("s3cret"), false);
});

Deno.test("run writes a job summary where GitHub asks for one", async () => {
  const { left } = await runMain(["run", ".", "--report", "github:annotations.txt"], {
    "bad.yaml": failing,
    "summary.md": "# Earlier\n",
  }, { GITHUB_STEP_SUMMARY: "summary.md" });
  assertMatch(left["annotations.txt"] ?? "", /^::error .*file=bad\.yaml,line=9/m);
  assertMatch(left["summary.md"] ?? "", /^# Earlier\n[\s\S]*Fails/);
});

Deno.test("run repeats, and numbers the runs", async () => {
  const { stdout } = await runMain(["run", "a.yaml", "--repeat", "2", "--filter", "n=2"], {
    "a.yaml": printing,
  });
  assertMatch(stdout, /\(a\/n=2\/repeat=1\)[\s\S]*\(a\/n=2\/repeat=2\)/);
  assertEquals(lastLine(stdout), "2 passed, 0 failed");
});

Deno.test("run skips what needs a newer server than there is, with the reason", async () => {
  const { code, stdout } = await runMain(["run", "."], {
    "new.yaml": passing.replace("steps:", 'requires: { server: ">=99.1" }\nsteps:'),
    "old.yaml": passing,
  });
  assertEquals(code, 0);
  assertMatch(stdout, /new\).*needs nats-server >=99\.1, and this is \d+\.\d+\.\d+/);
  assertEquals(lastLine(stdout), "1 passed, 0 failed, 1 skipped");
});

Deno.test("run takes a listed failure as known, and a listed pass as a failure", async () => {
  const known = await runMain(["run", ".", "--known-failing", "known.txt"], {
    "bad.yaml": failing,
    "known.txt": "bad # ADR-8\n",
  });
  assertEquals([known.code, lastLine(known.stdout)], [0, "0 passed, 0 failed"]);
  const passed = await runMain(["run", ".", "--known-failing", "known.txt"], {
    "good.yaml": passing,
    "known.txt": "good\n",
  });
  assertEquals([passed.code, lastLine(passed.stdout)], [1, "0 passed, 1 failed"]);
  assertStringIncludes(passed.stdout, "--> known.txt:1:1");
});

Deno.test("run starts nothing more after a failure with --fail-fast", async () => {
  const { stdout } = await runMain(["run", ".", "--fail-fast", "--jobs", "1"], {
    "a.yaml": failing,
    "b.yaml": passing,
  });
  assertMatch(stdout, /^in .*: 1 not run$/m);
  assertEquals(lastLine(stdout), "0 passed, 1 failed, 1 skipped");
});

Deno.test("run starts nothing where any file is invalid", async () => {
  const { code, stdout, stderr } = await runMain(["run", ".", "--report", "json:out.json"], {
    "a.yaml": passing,
    "b.yaml": "scenario: B\nsteps: []\n",
  });
  assertEquals({ code, stdout }, { code: 2, stdout: "" });
  assertMatch(stderr, /\n1 problem in 1 file\n$/);
});

Deno.test("run keeps the servers' folders with --keep, and says where they are", async () => {
  const { stderr } = await runMain(["run", "a.yaml", "--keep"], { "a.yaml": passing });
  const folder = /^kept for a: (\S+)$/m.exec(stderr)?.[1] ?? "";
  assertEquals(await Deno.stat(folder).then((info) => info.isDirectory), true);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("run tells what was tried where there is no server, and exits with 3", async () => {
  const { code, stdout, stderr } = await runMain(["run", "a.yaml", "--server-version", "1.0.0"], {
    "a.yaml": passing,
  }, { NATSRIG_SERVER_MIRROR: "http://127.0.0.1:1", PATH: "" });
  assertEquals({ code, stdout }, { code: 3, stdout: "" });
  assertMatch(stderr, /There is no nats-server 1\.0\.0/);
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`run ends its runs at ${signal}, prints what was done, and exits with ${code}`, async () => {
    const cwd = await Deno.makeTempDir({ prefix: "natsrig-cli-" });
    await Deno.writeTextFile(`${cwd}/a.yaml`, passing);
    await Deno.writeTextFile(`${cwd}/b.yaml`, "scenario: B\nsteps:\n  - sleep: 1m\ntimeout: 2m\n");
    const io = fakeIo({ cwd });
    // The first line of a verdict shows that the runs are under way.
    io.onStdout = (text) => {
      if (!text.includes("✓ Passes")) return;
      delete io.onStdout;
      io.stop(signal);
    };
    assertEquals(await main(["run", "a.yaml", "b.yaml", "--jobs", "2"], io), code);
    assertMatch(io.written.stdout, /^cancelled after .*: 1 not run$/m);
    assertEquals(lastLine(io.written.stdout), "1 passed, 0 failed, 1 skipped");
    assertEquals(io.exits, []);
    await Deno.remove(cwd, { recursive: true });
  });
}

Deno.test("run exits at once at the second signal", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "natsrig-cli-" });
  await Deno.writeTextFile(`${cwd}/a.yaml`, passing);
  const io = fakeIo({ cwd });
  io.onStdout = (text) => {
    if (!text.includes("✓ Passes")) return;
    delete io.onStdout;
    io.stop("SIGINT");
    io.stop("SIGINT");
  };
  await main(["run", "a.yaml"], io);
  assertEquals(io.exits, [130]);
  await Deno.remove(cwd, { recursive: true });
});

Deno.test("exitCodeFor() tells failures, errors of the rig, and neither", () => {
  const counts = {
    passed: 1,
    failed: 0,
    errors: 0,
    skipped: 1,
    noisy: 1,
    knownFailing: 1,
    elapsed: 1,
    cancelled: false,
  };
  assertEquals(exitCodeFor(counts), 0);
  assertEquals(exitCodeFor({ ...counts, failed: 2, errors: 1 }), 1);
  assertEquals(exitCodeFor({ ...counts, failed: 2, errors: 2 }), 3);
});
