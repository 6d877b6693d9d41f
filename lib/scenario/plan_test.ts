// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { idMatches } from "./plan.ts";
import { planText, runOf } from "./test_fixture.ts";

/** The problems of a scenario, each as `message @ the text it points at`. */
function problems(text: string): readonly string[] {
  return planText(text).diagnostics.map(({ message, span, help }) =>
    `${message} @ ${span === undefined ? "" : text.slice(span.start, span.end).trim()}${
      help === undefined ? "" : ` = ${help}`
    }`
  );
}

const head = "scenario: T\nactors: { alice: {}, bob: {} }\n";

Deno.test("planScenarios() makes a run for each combination of the matrix", () => {
  const { plan, diagnostics } = planText(
    "scenario: T\nmatrix: { size: [16B, 1KiB], n: [1, 2] }\nactors: { a: {} }\n" +
      "steps:\n  - publish: s.${n}\n    send: { $random: '${size}' }\n    count: ${n}\n",
  );
  assertEquals(diagnostics, []);
  assertEquals(plan.runs.map((run) => run.id), [
    "test/size=16B/n=1",
    "test/size=16B/n=2",
    "test/size=1KiB/n=1",
    "test/size=1KiB/n=2",
  ]);
  assertEquals(plan.runs[3]?.steps[0]?.params, {
    publish: "s.2",
    send: { $random: "1KiB" },
    count: 2,
  });
});

Deno.test("planScenarios() puts versions and repeats into the ids", () => {
  const { plan } = planText("scenario: T\nsteps: [{ print: hi }]\n", {
    serverVersions: ["2.10", "2.12"],
    repeat: 2,
  });
  assertEquals(plan.runs.map((run) => run.id), [
    "test/server=2.10/repeat=1",
    "test/server=2.10/repeat=2",
    "test/server=2.12/repeat=1",
    "test/server=2.12/repeat=2",
  ]);
});

Deno.test("planScenarios() applies bounds, names, saves and defaults", () => {
  const run = runOf(
    `${head}steps:\n  - { request: q, by: alice, name: ask, took: 1s..2s, save: { id: $.id } }\n`,
  );
  assertEquals([run.timeoutMs, run.retries, run.server], [30000, 2, {
    nodes: 1,
    jetstream: false,
    websocket: false,
    tls: false,
  }]);
  const [step] = run.steps;
  assertEquals([step?.id, step?.action, step?.by, step?.name, step?.bounds, step?.save], [
    "steps[0]",
    "request",
    "alice",
    "ask",
    { min: 1000, max: 2000 },
    { id: "$.id" },
  ]);
});

Deno.test("planScenarios() takes the only client for `by`, and a subscription's owner", () => {
  const run = runOf("scenario: T\nactors: { a: {} }\nsteps:\n  - subscribe: x\n  - receive: x\n");
  assertEquals(run.steps.map((step) => step.by), ["a", "a"]);
  const two = runOf(
    `${head}steps:\n  - { subscribe: x, by: bob }\n  - { receive: x, expect: 1 }\n`,
  );
  assertEquals(two.steps[1]?.by, "bob");
});

Deno.test("planScenarios() refuses unknown keys at each level, with suggestions", () => {
  assertEquals(problems("scenario: T\nstpes: []\nsteps: [{ print: hi }]\n"), [
    'unknown key "stpes" @ stpes = did you mean "steps"?',
  ]);
  assertEquals(problems(`${head}steps:\n  - { publish: x, by: alice, sned: 1 }\n`), [
    'unknown key "sned" @ sned = did you mean "send"?',
  ]);
  assertEquals(problems(`${head}steps:\n  - { publsh: x, by: alice }\n`), [
    'unknown action "publsh" @ publsh = did you mean "publish"?',
  ]);
  assertEquals(problems("scenario: T\nactors: { a: { pasword: x } }\nsteps: [{ print: hi }]\n"), [
    'unknown key "pasword" @ pasword = did you mean "password"?',
  ]);
});

Deno.test("planScenarios() refuses what is not defined", () => {
  assertEquals(problems(`${head}steps:\n  - { publish: x, by: alise }\n`), [
    'undefined actor "alise" @ alise = did you mean "alice"?',
  ]);
  assertEquals(problems(`${head}steps:\n  - receive: orders\n`), [
    'undefined subscription "orders" @ orders = a `subscribe` step has to come before',
  ]);
  assertEquals(problems("scenario: T\nvars: { name: x }\nsteps:\n  - print: ${nmae}\n"), [
    'undefined variable ${nmae} @ ${nmae} = did you mean "name"?',
  ]);
  assertEquals(
    problems("scenario: T\nmessages: { x: natsrig.echo.v1.EchoReqest }\nsteps: [{ print: a }]\n"),
    [
      'unknown message type "natsrig.echo.v1.EchoReqest" @ natsrig.echo.v1.EchoReqest = ' +
      'did you mean "natsrig.echo.v1.EchoRequest"?',
    ],
  );
  assertEquals(problems("scenario: T\nactors: { a: { app: stil } }\nsteps: [{ print: a }]\n"), [
    'unknown application "stil" @ stil = did you mean "still"?',
  ]);
});

Deno.test("planScenarios() refuses two actions in a step, and none", () => {
  assertEquals(problems(`${head}steps:\n  - { publish: x, request: y, by: alice }\n`), [
    'two actions in one step: "publish" and "request" @ request = ' +
    "a step has exactly one action; write two steps, or `parallel`",
  ]);
  assertEquals(problems(`${head}steps:\n  - { by: alice }\n`), [
    "a step without an action @ { by: alice } = for example `- print: hi`",
  ]);
});

Deno.test("planScenarios() knows saved variables in later steps only", () => {
  const text = (first: string, second: string) =>
    `scenario: T\nactors: { a: {} }\nsteps:\n  - ${first}\n  - ${second}\n`;
  const save = "{ request: q, save: { id: $.id } }";
  assertEquals(problems(text(save, "print: ${id}")), []);
  assertEquals(problems(text("print: ${id}", save)).length, 1);
});

Deno.test("planScenarios() leaves a deferred leaf to the run, also where a number is wanted", () => {
  const run = runOf(
    "scenario: T\nserver: { jetstream: true }\nactors: { a: {} }\nsteps:\n" +
      "  - { kv.put: b, key: k, send: 1, save: { rev: $.revision } }\n" +
      "  - { kv.update: b, key: k, send: 2, revision: '${rev}' }\n",
  );
  assertEquals([run.steps[1]?.templated, run.steps[1]?.params["revision"]], [true, "${rev}"]);
});

Deno.test("planScenarios() checks payloads and expectations against their protobuf types", () => {
  const messages =
    "messages: { e: { send: natsrig.echo.v1.EchoRequest, reply: natsrig.echo.v1.EchoResponse } }\n";
  assertEquals(
    problems(
      `scenario: T\n${messages}actors: { a: {} }\nsteps:\n  - { request: e, send: { mesage: hi } }\n`,
    ),
    ['natsrig.echo.v1.EchoRequest has no field "mesage" @ mesage = did you mean "message"?'],
  );
  assertEquals(
    problems(
      `scenario: T\n${messages}actors: { a: {} }\nsteps:\n  - { request: e, send: { message: 5 } }\n`,
    ),
    ["the payload is not of type natsrig.echo.v1.EchoRequest @ 5"],
  );
  assertEquals(
    problems(
      `scenario: T\n${messages}actors: { a: {} }\nsteps:\n  - { request: e, expect: { cachd: true } }\n`,
    ),
    ['natsrig.echo.v1.EchoResponse has no field "cachd" @ cachd = did you mean "cached"?'],
  );
});

Deno.test("planScenarios() checks failure codes, bounds and what excludes each other", () => {
  assertEquals(problems(`${head}steps:\n  - { request: x, by: bob, fails: no-responder }\n`), [
    'unknown failure code "no-responder" @ no-responder = did you mean "no-responders"?',
  ]);
  assertEquals(problems(`${head}steps:\n  - { request: x, by: bob, within: 1s, after: 2s }\n`), [
    "the lower bound is above the upper one @ 2s",
  ]);
  assertEquals(
    problems(`${head}steps:\n  - { request: x, by: bob, fails: timeout, expect: 1 }\n`),
    [
      '"fails" stands beside "expect" @ timeout = a step that fails gives nothing to match',
    ],
  );
  assertEquals(problems(`${head}steps:\n  - { sleep: 5 }\n`), [
    "sleep: must be a duration such as 250ms, 5s or 2m @ 5 = " +
    "a number needs its unit: `5ms` or `5s`",
  ]);
});

Deno.test("planScenarios() checks the names in invariants", () => {
  assertEquals(
    problems(
      `${head}steps: [{ print: a, name: one }]\ninvariants:\n  - elapsed: { from: on, to: one, within: 1s }\n` +
        "  - no-errors: carol\n",
    ),
    [
      'no step has the name "on" @ on = did you mean "one"?',
      'undefined actor "carol" @ carol = clients: alice, bob',
    ],
  );
});

Deno.test("planScenarios() keeps the secrets it must not show", () => {
  const run = runOf(
    "scenario: T\nactors: { a: { user: u, password: s3cret } }\nsteps: [{ print: a }]\n",
  );
  assertEquals(run.secrets, ["s3cret"]);
  const key = "-----BEGIN PRIVATE KEY-----\\nMIGHAgEAMBMGByqGSM49AgEG\\n";
  const tls = runOf(
    `scenario: T\nactors: { a: { tls: { key: "${key}" } } }\nsteps: [{ print: a }]\n`,
  );
  assertEquals(tls.secrets.includes("MIGHAgEAMBMGByqGSM49AgEG"), true);
});

Deno.test("planScenarios() refuses a filter that matches nothing", () => {
  const { diagnostics } = planText("scenario: T\nsteps: [{ print: a }]\n", { filters: ["nobody"] });
  assertEquals(diagnostics.map(({ message }) => message), [
    'no scenario matches the filter "nobody"',
  ]);
});

Deno.test("idMatches() takes parts, and patterns for the whole", () => {
  assertEquals(idMatches("echo", "caching-echo/size=16"), true);
  assertEquals(idMatches("echo*", "caching-echo"), false);
  assertEquals(idMatches("*echo/size=*", "caching-echo/size=16"), true);
});

Deno.test("planScenarios() lets actors name the run's servers", () => {
  const run = runOf(
    "scenario: T\nvars: { who: x }\nactors: { a: { name: '${who} ${server.version}' } }\nsteps: [{ print: a }]\n",
  );
  assertEquals(run.actors[0], {
    kind: "client",
    name: "a",
    connect: true,
    options: { name: "x ${server.version}" },
  });
});

Deno.test("planScenarios() checks the fields of variables it knows", () => {
  const text = (variable: string) =>
    `scenario: T\nvars: { user: { id: 1 } }\nsteps: [{ print: '${variable}' }]\n`;
  assertEquals(problems(text("${user.id}")), []);
  assertEquals(problems(text("of ${user.idd}")), [
    '"user" has no "idd" @ ${user.idd} = did you mean "id"?',
  ]);
  assertEquals(problems(text("${user.constructor}")), [
    '"user" has no "constructor" @ ${user.constructor} = "user" has id',
  ]);
});

Deno.test("planScenarios() tells that a variable comes too early", () => {
  assertEquals(problems("scenario: T\nvars: { a: '${b}', b: 1 }\nsteps: [{ print: a }]\n"), [
    'undefined variable ${b} @ ${b} = "b" is defined further down; it has to come before',
  ]);
});

Deno.test("planScenarios() checks the servers that steps name", () => {
  const text = (server: string, step: string) =>
    `scenario: T\nserver: ${server}\nsteps: [{ ${step} }]\n`;
  assertEquals(problems(text("{ nodes: 3 }", "server.kill: n3")), []);
  assertEquals(problems(text("{ nodes: 3 }", "server.kill: n4")), [
    'there is no server "n4" @ n4 = the scenario has 3 servers, n1 to n3',
  ]);
  assertEquals(problems(text("{ url: 'nats://h:4222' }", "server.stop: n1")), [
    '"server.stop" needs a server that the rig has started @ server.stop = ' +
    "`server: { url: … }` names one that runs already",
  ]);
});

Deno.test("planScenarios() refuses subjects that are none, unless a step must fail", () => {
  const one = (step: string) =>
    problems(`scenario: T\nactors: { a: {} }\nsteps: [{ ${step} }]\n`).map((text) =>
      text.split(" @ ")[0]
    );
  assertEquals(one("publish: a b"), ['"a b" is no subject: a subject has no spaces']);
  assertEquals(one("subscribe: a..b"), ['"a..b" is no subject: a subject has no empty tokens']);
  assertEquals(one("publish: a.>"), [
    '"a.>" is no subject: only what is subscribed to has wildcards',
  ]);
  assertEquals(one("subscribe: a.>"), []);
  assertEquals(one("publish: a b, fails: invalid-subject"), []);
});

Deno.test("planScenarios() says where a key belongs", () => {
  const help = (step: string) =>
    planText(`scenario: T\nactors: { a: {} }\nsteps: [{ ${step} }]\n`).diagnostics[0]?.help;
  assertEquals(help("publish: a, expect: 1"), '"publish" gives nothing that could be matched');
  assertEquals(help("print: a, nmae: b"), 'did you mean "name"?');
  assertEquals(
    help("publish: a, queue: b"),
    'it goes with subscribe, respond; "publish" takes send, headers, reply, count',
  );
  assertEquals(help("print: a, colour: red"), '"print" takes no keys of its own');
});

Deno.test("planScenarios() refuses a name that two steps have", () => {
  assertEquals(problems(`${head}steps: [{ print: a, name: x }, { print: b, name: x }]\n`), [
    'the name "x" is taken @ x = a step\'s name tells it from all others',
  ]);
});

Deno.test("planScenarios() says what keeps a run off a server that already runs", () => {
  const unfit = (text: string) =>
    planText(`scenario: T\n${text}`, { serverUrl: "nats://127.0.0.1:4222" }).plan.runs[0]?.unfit;
  assertEquals(unfit("steps: [{ print: a }]\n"), undefined);
  assertEquals(
    unfit("steps:\n  - repeat: [{ server.stop: n1 }]\n    times: 2\n"),
    "needs servers of the rig's own for server.stop n1",
  );
  assertEquals(
    unfit("steps: [{ http: GET /varz }]\n"),
    "needs servers of the rig's own for http GET /varz",
  );
  assertEquals(
    unfit("server: { nodes: 3 }\nsteps: [{ print: a }]\n"),
    "needs a cluster of 3 nodes",
  );
  assertEquals(
    unfit("server: { tls: true }\nsteps: [{ print: a }]\n"),
    "needs a server with certificates made for it",
  );
  assertEquals(
    unfit("server: { config: 'max_payload: 1024' }\nsteps: [{ print: a }]\n"),
    "needs a server with configuration of its own",
  );
});
