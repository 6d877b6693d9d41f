// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The schemas of everything in a scenario file that is not an action's own: the top level, actors,
 * the keys common to all steps, invariants. Decoding, the JSON Schema, the reference and the
 * suggestions all come from here.
 *
 * @module
 */

import { durationPattern, parseDuration } from "./unit.ts";
import { z } from "zod";

const durationRule = { error: "must be a duration such as 250ms, 5s or 2m" };
const versionRule = { error: 'must be a version range such as ">=2.10"' };
const rangeRule = { error: "must be a range of durations such as 4.9s..5.2s" };

/** A duration such as `250ms`, decoded to milliseconds. */
export const durationSchema: z.ZodType<number, string> = z.string(durationRule)
  .regex(durationPattern, durationRule)
  .transform((text) => parseDuration(text) ?? 0);

/** A duration that is not zero. */
const timeSpanSchema = durationSchema.refine((ms) => ms > 0, { error: "must be more than 0" });

const rangePattern = /^(\S+?)\.\.(\S+)$/;

/** A range of durations such as `4.9s..5.2s`. */
export const rangeSchema: z.ZodType<{ min: number; max: number }, string> = z.string(rangeRule)
  .regex(
    /^\d+(?:\.\d+)?(?:ms|s|m|h)\.\.\d+(?:\.\d+)?(?:ms|s|m|h)$/,
    rangeRule,
  ).transform((text) => {
    const match = rangePattern.exec(text);
    return { min: parseDuration(match?.[1] ?? "") ?? 0, max: parseDuration(match?.[2] ?? "") ?? 0 };
  });

const tlsRule = { error: "must be true, false or mutual" };

const anyJson = z.json();
const variableName = z.string().regex(/^[A-Za-z_][\w-]*$/, {
  error: "must be a variable's name: a letter, then letters, digits, _ and -",
});

/** Words for a value of another type; a key of the wrong form has its own. */
function mapping(example: string) {
  return {
    error: (issue: { readonly code: string }) =>
      issue.code === "invalid_type" ? `must be a mapping such as ${example}` : undefined,
  };
}

const steps = z.array(anyJson, { error: "must be a list of steps" });

const typeName = z.string().min(1);

/** Payload types of a subject pattern. */
export const messageTypesSchema = z.union([
  typeName,
  z.strictObject({
    send: typeName.optional().describe("type of published messages and requests"),
    reply: typeName.optional().describe("type of replies"),
  }),
]);

/** Servers that the rig starts, or the URL of one that runs. */
export const serverSchema = z.union([
  z.strictObject({
    nodes: z.int().min(1).max(9).default(1).describe("how many servers; more than one: a cluster"),
    jetstream: z.boolean().default(false).describe("enable JetStream"),
    websocket: z.boolean().default(false).describe("add a WebSocket listener"),
    tls: z.union([z.boolean(), z.literal("mutual")], tlsRule).default(false).describe(
      "clients connect with TLS, to certificates made for the run, and trust their authority; " +
        "`mutual`: clients show a certificate, too",
    ),
    config: z.string().optional().describe("nats-server configuration text to add"),
  }),
  z.strictObject({
    url: z.string().regex(/^(nats|tls|ws|wss):\/\/\S+$/, {
      error: "must be a URL such as nats://127.0.0.1:4222",
    }).describe("URL of a server that already runs"),
  }),
]);

/** The three kinds of actor. Further keys of a client actor are connection options. */
export const actorSchemas = {
  app: z.strictObject({
    app: z.string().min(1).describe("a stock application of the toolkit"),
    with: z.record(z.string(), anyJson).default({}).describe("the application's options"),
  }),
  process: z.strictObject({
    run: z.string().min(1).describe(
      "a shell command; it has NATS_URL in its environment, with TLS also NATS_CA, and with " +
        "mutual TLS NATS_CERT and NATS_KEY",
    ),
  }),
  client: z.looseObject({
    connect: z.boolean().default(true).describe("false: a `connect` step connects it"),
  }),
};

/** The invariants: checks over all events of a run. */
export const invariantSchemas = {
  delivered: z.strictObject({
    delivered: z.strictObject({
      from: z.string().describe("the publishing actor"),
      to: z.string().describe("the receiving actor"),
      exactly: z.literal("once").optional().describe("each message arrives once, no more, no less"),
      "at-least": z.literal("once").optional().describe("each message arrives, perhaps again"),
      order: z.literal("publisher").optional().describe("messages arrive in publishing order"),
    }).describe("what `from` published on subjects `to` subscribes to has arrived"),
  }),
  stored: z.strictObject({
    stored: z.string().min(1).describe(
      "a stream: each message with a JetStream ack is in it, once",
    ),
  }),
  "no-errors": z.strictObject({
    "no-errors": z.string().min(1).describe("an actor that saw no connection error"),
  }),
  elapsed: z.strictObject({
    elapsed: z.strictObject({
      from: z.string().describe("name of a step; the time runs from its end"),
      to: z.string().describe("name of a later step; the time runs to its end"),
      within: durationSchema.optional().describe("at most"),
      after: durationSchema.optional().describe("at least"),
    }).describe("the time between the ends of two named steps"),
  }),
};

/** The top level of a scenario file. */
export const topLevelSchema = z.strictObject({
  scenario: z.string().min(1).describe("title"),
  about: z.string().optional().describe("what it shows, in prose"),
  tags: z.array(z.string().min(1)).default([]).describe("words for `--tag`"),
  requires: z.strictObject({
    server: z.string(versionRule).regex(/^\s*((>=|<=|>|<|=)?\s*\d+(\.\d+){0,2}\s*)+$/, versionRule)
      .optional().describe("a version range of nats-server"),
    driver: z.array(z.string().min(1)).default([]).describe("features the driver must have"),
  }).default({ driver: [] }).describe("what must hold; unmet: skipped, with the reason"),
  timeout: timeSpanSchema.default(30_000).describe("bound on the whole scenario (30s)"),
  retries: z.int().min(0).max(10).default(2).describe("runs again after a `noisy` verdict"),
  server: serverSchema.default({ nodes: 1, jetstream: false, websocket: false, tls: false })
    .describe(
      "the servers, or the URL of one that already runs",
    ),
  proto: z.array(z.string().min(1)).default([]).describe(
    ".proto files, relative to the scenario; the toolkit's own are always known",
  ),
  messages: z.record(z.string().min(1), messageTypesSchema, mapping("{ orders: json }")).default({})
    .describe(
      "payload types by subject pattern: a protobuf message, `json`, `text` or `bytes`",
    ),
  vars: z.record(variableName, anyJson, mapping("{ name: value }")).default({}).describe(
    "values for `${name}`",
  ),
  matrix: z.record(variableName, z.array(anyJson).min(1), mapping("{ size: [16B, 1KiB] }")).default(
    {},
  ).describe(
    "one run per combination of values, as `${name}`",
  ),
  actors: z.record(
    z.string().regex(/^[A-Za-z][\w-]*$/, {
      error: "must be a name: a letter, then letters, digits, _ and -",
    }),
    z.union([actorSchemas.app, actorSchemas.process, actorSchemas.client]),
    mapping("{ alice: {} }"),
  ).default({}).describe("who acts: clients, stock applications, processes"),
  setup: steps.default([]).describe("steps before `steps`"),
  steps: steps.min(1, { error: "must have a step or more" }).describe("what happens, in order"),
  teardown: steps.default([]).describe("steps that always run at the end"),
  invariants: z.array(z.union([
    invariantSchemas.delivered,
    invariantSchemas.stored,
    invariantSchemas["no-errors"],
    invariantSchemas.elapsed,
  ])).default([]).describe("checks over everything that happened"),
  output: z.string().optional().describe(
    "the golden transcript: what `print` and process actors wrote, exactly",
  ),
});

/** The keys any step can have beside its action's. */
export const stepCommonSchema = z.strictObject({
  by: z.string().optional().describe(
    "the actor; may be left out where there is only one client actor",
  ),
  name: z.string().min(1).optional().describe("a name, for reports and the `elapsed` invariant"),
  within: timeSpanSchema.optional().describe("it takes at most this long"),
  after: durationSchema.optional().describe("it takes at least this long"),
  took: rangeSchema.optional().describe("it takes a time in this range: `4.9s..5.2s`"),
  save: z.record(
    variableName,
    z.string().regex(/^\$(\.[\w-]+|\[\d+\])*$/, {
      error: "must be a path such as $, $.id or $[0].name",
    }),
    mapping("{ id: $.id }"),
  ).default({}).describe("takes values from the result, for `${name}` in later steps"),
  until: timeSpanSchema.optional().describe("repeat the step until it passes or the time is over"),
  fails: z.string({ error: "must be a failure code such as no-responders" }).optional().describe(
    "the failure code with which the step must fail",
  ),
});
