// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The seam of the verbs a step can use. @module */

import type { DriverClient, WireMessage } from "../driver/types.ts";
import type {
  FailureCode,
  Headers,
  Item,
  Json,
  Observation,
  PlannedStep,
  RunEventBody,
  StatusKind,
} from "../scenario/types.ts";
import type { Cluster } from "../server/types.ts";
import type * as z from "zod";

/** A zod schema of a mapping. */
// An alias of a namespace import: what `deno doc --lint` takes for a public type.
export type ObjectSchema = z.ZodObject;

/** Which of a subject's two types a payload has. */
export type Direction = "send" | "reply";

/** What the planner has to know of an action's parameters. */
export interface ActionTraits {
  /**
   * Who `by` may be. `client`: a client actor, needed; may be left out where there is just one.
   * `none`: the action has no actor. `subject`: the action's main value is the actor (`connect:
   * alice`).
   */
  readonly actor: "client" | "none" | "subject";
  /** What the main value is, for cross-checks. Default: any text. */
  readonly main?: "subject" | "actor" | "subscription" | "steps" | "node";
  /** Parameters that hold a payload, with the direction its type is taken from. */
  readonly payload?: { readonly key: string; readonly direction: Direction };
  /** The direction of what `expect` is matched against, where it is a message's payload. */
  readonly expects?: Direction;
  /** `expect` is matched against the list of all that came, as the action gives a list. */
  readonly list?: boolean;
  /** Variables that the action fills in itself: `["i"]`, `["data", "subject", "token"]`. */
  readonly locals?: readonly string[];
  /** The action needs servers that the rig started (`server.url` rules it out). */
  readonly managedServer?: boolean;
  /** A feature its driver must have. */
  readonly feature?: string;
}

/** What an action can use while it runs. */
export interface ActionContext {
  /** Ends with the scenario's timeout, a cancelled run, a server's death. */
  readonly signal: AbortSignal;
  /**
   * How long an action that waits for something should wait before it gives up, in milliseconds:
   * well beyond the step's bounds, so that a missed bound has a measured value.
   */
  readonly patienceMs: number;
  /** The step, as it was planned. */
  readonly step: PlannedStep;
  /** The server URLs clients use. */
  readonly urls: readonly string[];
  /** The folder of the scenario file: working directory of processes, base of relative paths. */
  readonly folder: string;
  /** Milliseconds since the scenario's start. */
  now(): number;
  /** Milliseconds since the scenario's start of a `performance.now()` reading. */
  since(at: number): number;
  /** Appends to the event log; step and actor are filled in. */
  emit(body: RunEventBody): void;
  /** The acting client. */
  client(): DriverClient;
  /** The client of an actor by name, for actions whose main value is the actor. */
  clientOf(actor: string): DriverClient;
  /**
   * The servers the rig started.
   *
   * @throws {Error} where the scenario uses `server.url`
   */
  servers(): Cluster;
  /** The driver's id of a subscription of the acting client. */
  subscriptionId(name: string): string;
  /** Records a subscription of the acting client under a name; gives its id. */
  addSubscription(name: string): string;
  /** Frees the name of a subscription; what has come on it can still be taken. */
  endSubscription(name: string): void;
  /** Encodes a payload by the type of its subject and direction. */
  encode(subject: string, direction: Direction, value: Json | undefined): Uint8Array;
  /** Decodes a message by the type of `typeSubject` and direction. */
  decode(typeSubject: string, direction: Direction, message: WireMessage): Item;
  /** Decodes bytes without a declared type: text, matched as JSON by a mapping or list. */
  decodeUntyped(data: Uint8Array): Item;
  /** Substitutes an action's local variables in a parameter. */
  fill<T extends Json | undefined>(value: T, locals: { readonly [name: string]: Json }): T;
  /** The subject pattern of a subscription made by `addSubscription`'s step, for decoding. */
  subjectOf(subscription: string): string;
  /** Keeps the subject with the subscription, and the queue group where it has one. */
  noteSubject(subscription: string, subject: string, queue?: string): void;
  /**
   * Waits for the actor's next connection event of a kind, with a failure's code where one is
   * given, that no `await` step has taken yet, also one from before this step.
   */
  status(
    kind: StatusKind,
    code?: FailureCode,
  ): Promise<{ readonly t: number; readonly value: Json }>;
  /** Variables that steps around this one define: `i` of `repeat`. */
  readonly locals: { readonly [name: string]: Json };
  /** Runs a nested step; false where it did not pass. Then the step itself does not pass either. */
  runStep(step: PlannedStep, locals?: { readonly [name: string]: Json }): Promise<boolean>;
  /** Runs a task beside the steps until the scenario ends; its failure fails the scenario. */
  background(task: (signal: AbortSignal) => Promise<void>): void;
  /** Waits precisely. */
  sleep(ms: number): Promise<void>;
  /**
   * Runs a command in a shell, with `NATS_URL` set, its output in the event log.
   *
   * @throws {Error} where it could not be started
   */
  runProcess(command: string, options: {
    readonly stdin?: Uint8Array;
    readonly env?: { readonly [name: string]: string };
  }): Promise<{ readonly exit: number; readonly stdout: string; readonly stderr: string }>;
}

/** One verb a step can use. */
export interface Action {
  /** The key in YAML: `stream.create`. */
  readonly key: string;
  /** What it does, in one or two sentences, for the reference. */
  readonly about: string;
  /** A short YAML example, a single step. */
  readonly example: string;
  /** What the planner has to know. */
  readonly traits: ActionTraits;
  /**
   * Its parameters: a strict object whose first key is the action's own, holding the main value.
   * Every field is described. Common keys are not in it; `expect`, `expectAll`, `expectHeaders`,
   * `expectSubject`, `order` and `count` are where the action gives items.
   */
  readonly schema: ObjectSchema;
  /** Checks parameters that hold no more variables, then performs the action. */
  run(params: { readonly [key: string]: unknown }, context: ActionContext): Promise<Observation>;
}

/** The system under test did not do its part, in a way that no code names. */
export class SystemFailure extends Error {
  /** The class's name. */
  override readonly name = "SystemFailure";
  /** Tells it from what the rig could not do. */
  readonly blame = "system";
}

/** Nothing to observe. */
export const nothing: Observation = { items: [] };

/**
 * Defines an action with typed parameters.
 *
 * @example
 * ```ts
 * import { defineAction, nothing } from "./types.ts";
 * import { z } from "zod";
 *
 * export const hush = defineAction({
 *   key: "hush",
 *   about: "Does nothing for a while.",
 *   example: "- hush: a while",
 *   traits: { actor: "none" },
 *   schema: z.strictObject({ hush: z.string().describe("how long") }),
 *   run: (_params, _context) => Promise.resolve(nothing),
 * });
 * ```
 */
export function defineAction<S extends ObjectSchema>(
  spec: Omit<Action, "schema" | "run"> & {
    readonly schema: S;
    run(params: z.output<S>, context: ActionContext): Promise<Observation>;
  },
): Action {
  return {
    ...spec,
    run: async (params, context) => {
      const parsed = spec.schema.safeParse(params);
      if (parsed.success) return await spec.run(parsed.data, context);
      // The plan has checked all but what the run has filled in.
      const issues = parsed.error.issues.map(({ path, message }) =>
        `${path.map(String).join(".")}: ${message}`
      );
      throw new TypeError(`Cannot ${spec.key} with these values: ${issues.join("; ")}`);
    },
  };
}

/** Headers from a scenario: each name with one value or several. */
export function toHeaders(
  headers: { readonly [name: string]: string | readonly string[] } | undefined,
): Headers | undefined {
  if (headers === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === "string" ? [value] : value,
    ]),
  );
}
