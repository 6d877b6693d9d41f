// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Planning one step: which action, who acts, what is expected, when. @module */

import type { Action } from "../action/types.ts";
import { decode, unknownKey } from "./decode.ts";
import { isJsonObject, pick, toJson, valueOf } from "./node.ts";
import { planActor, planSubscription } from "./plan_actor.ts";
import { planExpectations } from "./plan_expectation.ts";
import { encodePayload, typeOfSubject } from "./payload.ts";
import { stepCommonSchema } from "./schema.ts";
import { checkVariables, report } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { didYouMean } from "./suggest.ts";
import { fillNode, variablesOf } from "./template.ts";
import { failureCodes } from "./types.ts";
import type { Bounds, FailureCode, Json, MapNode, Node, PlannedStep } from "./types.ts";

const commonKeys = Object.keys(stepCommonSchema.shape);

/** Where a step stands: its id, and the variables that steps around it define. */
export interface StepPlace {
  readonly id: string;
  readonly locals: readonly string[];
}

/** Plans a list of steps; steps with problems are left out, the problems are in the scope. */
export function planSteps(scope: Scope, node: Node | undefined, place: StepPlace): PlannedStep[] {
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item, index) => {
    const step = planStep(scope, item, { ...place, id: `${place.id}[${index}]` });
    return step === undefined ? [] : [step];
  });
}

function planStep(scope: Scope, raw: Node, place: StepPlace): PlannedStep | undefined {
  if (raw.kind !== "map") {
    report(scope, raw.span, "a step must be a mapping with an action", "for example `- print: hi`");
    return undefined;
  }
  const action = findAction(scope, raw);
  if (action === undefined) return undefined;
  const locals = [...place.locals, ...(action.traits.locals ?? [])];
  const node = fillStep(scope, raw, action, locals);
  const common = pick(node, (key) => commonKeys.includes(key));
  const own = pick(node, (key) => !commonKeys.includes(key));
  const decodedCommon = decode(stepCommonSchema, common, "step");
  scope.diagnostics.push(...decodedCommon.diagnostics);
  const decodedOwn = decode(action.schema, own, action.key);
  scope.diagnostics.push(...decodedOwn.diagnostics.map((diagnostic) => suggestCommon(diagnostic)));
  checkPayload(scope, action, own);
  const by = planActor(scope, action, node);
  const subscriptionOwner = planSubscription(scope, action, node, by);
  const children = planChildren(scope, action, own, place);
  const expectations = planExpectations(scope, action, own);
  const values = decodedCommon.value;
  const fails = planFails(scope, valueOf(node, "fails"), expectations.expect !== undefined);
  for (const name of Object.keys(values?.save ?? {})) scope.saved.add(name);
  if (values?.name !== undefined) scope.names.set(values.name, raw.span);
  const actor = by ?? subscriptionOwner;
  const boundsNode = valueOf(node, "within") ?? valueOf(node, "took") ?? valueOf(node, "after");
  return {
    id: place.id,
    action: action.key,
    subject: mainText(own, action),
    params: asObject(toJson(own)),
    templated: hasVariables(own),
    expectations,
    bounds: planBounds(scope, node),
    save: values?.save ?? {},
    children,
    span: raw.span,
    ...(values?.name === undefined ? {} : { name: values.name }),
    ...(actor === undefined ? {} : { by: actor }),
    ...(values?.until === undefined ? {} : { untilMs: values.until }),
    ...(fails === undefined ? {} : { fails }),
    ...(boundsNode === undefined ? {} : { boundsSpan: boundsNode.span }),
    ...(valueOf(node, "fails") === undefined
      ? {}
      : { failsSpan: valueOf(node, "fails")?.span ?? raw.span }),
  };
}

function findAction(scope: Scope, node: MapNode): Action | undefined {
  const actions = scope.vocabulary.actions;
  const found = node.entries.filter((entry) => actions.has(entry.key));
  // `run` and others may be main keys only; further keys never carry an action's name.
  const [first, second] = found;
  if (first !== undefined && second === undefined) return actions.get(first.key);
  if (first !== undefined && second !== undefined) {
    report(
      scope,
      second.keySpan,
      `two actions in one step: "${first.key}" and "${second.key}"`,
      "a step has exactly one action; write two steps, or `parallel`",
    );
    return undefined;
  }
  const stranger = node.entries.find((entry) => !commonKeys.includes(entry.key));
  if (stranger === undefined) {
    report(scope, node.span, "a step without an action", "for example `- print: hi`");
  } else {
    const help = didYouMean(stranger.key, [...actions.keys()]);
    report(
      scope,
      stranger.keySpan,
      `unknown action "${stranger.key}"`,
      help ?? "docs/reference.md lists the actions",
    );
  }
  return undefined;
}

/** Substitutes what the plan knows. The children of nested steps are filled on their own. */
function fillStep(
  scope: Scope,
  node: MapNode,
  action: Action,
  locals: readonly string[],
): MapNode {
  const entries = node.entries.map((entry) => {
    if (action.traits.main === "steps" && entry.key === action.key) return entry;
    const before = scope.diagnostics.length;
    checkVariables(scope, entry.value, locals);
    if (scope.diagnostics.length > before) return entry;
    const lookup = (variable: Parameters<Scope["lookup"]>[0]) =>
      locals.includes(variable.name) ? undefined : scope.lookup(variable);
    return { ...entry, value: fillNode(entry.value, lookup, "keep") };
  });
  const filled = { ...node, entries };
  if (action.traits.main === "steps" || hasVariables(filled) || hasBadTemplate(filled)) {
    return filled;
  }
  const final = fillNode(filled, () => undefined, "throw");
  return final.kind === "map" ? final : filled;
}

function hasVariables(node: Node): boolean {
  return anyText(node, (text) => safeVariables(text) > 0);
}

function hasBadTemplate(node: Node): boolean {
  return anyText(node, (text) => safeVariables(text) < 0);
}

/** How many variables a text has; -1 for one that is not a template (reported elsewhere). */
function safeVariables(text: string): number {
  try {
    return variablesOf(text).length;
  } catch (error) {
    if (error instanceof SyntaxError) return -1;
    throw error;
  }
}

function anyText(node: Node, test: (text: string) => boolean): boolean {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" && test(node.value);
    case "list":
      return node.items.some((item) => anyText(item, test));
    case "map":
      return node.entries.some((entry) => anyText(entry.value, test));
  }
}

function suggestCommon<D extends { message: string; help?: string }>(diagnostic: D): D {
  const key = /^unknown key "(.*)"$/.exec(diagnostic.message)?.[1];
  const help = key === undefined ? undefined : didYouMean(key, commonKeys);
  return help !== undefined && !diagnostic.help?.startsWith("did you mean")
    ? { ...diagnostic, help }
    : diagnostic;
}

/** Encodes the payload once, so that one that does not fit its type is found before the run. */
function checkPayload(scope: Scope, action: Action, node: MapNode): void {
  const payload = action.traits.payload;
  if (payload === undefined) return;
  const value = valueOf(node, payload.key);
  const subject = valueOf(node, action.key);
  if (value === undefined || subject?.kind !== "scalar" || typeof subject.value !== "string") {
    return;
  }
  const json = toJson(value);
  if (hasVariables(value)) return;
  if (isJsonObject(json)) checkGenerator(scope, value);
  const type = action.traits.main === "subject"
    ? typeOfSubject(scope.messages, subject.value, payload.direction)
    : undefined;
  if (type !== undefined && !scope.codec.has(type)) return;
  try {
    if (isJsonObject(json) && "$random" in json) {
      encodePayload(scope.codec, type, { $random: "0B" });
    }
    encodePayload(scope.codec, type, json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report(
      scope,
      value.span,
      `the payload is not ${type === undefined ? "valid" : `of type ${type}`}: ${reason}`,
    );
  }
}

function checkGenerator(scope: Scope, node: Node): void {
  if (node.kind !== "map" || node.entries.length !== 1) return;
  const key = node.entries[0]?.key ?? "";
  const known = ["$random", "$base64"];
  if (!key.startsWith("$") || known.includes(key)) return;
  scope.diagnostics.push({
    ...unknownKey(key, node, known),
    message: `unknown payload generator "${key}"`,
  });
}

function planChildren(scope: Scope, action: Action, node: MapNode, place: StepPlace) {
  if (action.traits.main !== "steps") return [];
  const locals = [...place.locals, ...(action.traits.locals ?? [])];
  return planSteps(scope, valueOf(node, action.key), { id: `${place.id}.${action.key}`, locals });
}

function planBounds(scope: Scope, node: MapNode): Bounds {
  const { value } = decode(
    stepCommonSchema.pick({ within: true, after: true, took: true }),
    pick(node, (key) => key === "within" || key === "after" || key === "took"),
    "step",
  );
  if (value === undefined) return {};
  const took = valueOf(node, "took");
  if (took !== undefined && (value.within !== undefined || value.after !== undefined)) {
    report(scope, took.span, '"took" stands beside "within" or "after"', "one of them says it all");
  }
  const min = value.took?.min ?? value.after;
  const max = value.took?.max ?? value.within;
  if (min !== undefined && max !== undefined && min > max) {
    const at = took ?? valueOf(node, "after") ?? node;
    report(scope, at.span, "the lower bound is above the upper one");
  }
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function planFails(
  scope: Scope,
  node: Node | undefined,
  hasExpectation: boolean,
): FailureCode | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "string") return undefined;
  if (hasExpectation) {
    report(
      scope,
      node.span,
      '"fails" stands beside "expect"',
      "a step that fails gives nothing to match",
    );
  }
  const text = node.value;
  const code = failureCodes.find((known) => known === text);
  if (code !== undefined) return code;
  const number = /^js:(\d{3,6})$/.exec(text)?.[1];
  if (number !== undefined) return `js:${Number(number)}`;
  report(
    scope,
    node.span,
    `unknown failure code "${text}"`,
    didYouMean(text, failureCodes) ?? `codes: ${failureCodes.join(", ")}, js:NUMBER`,
  );
  return undefined;
}

function mainText(node: MapNode, action: Action): string {
  const main = valueOf(node, action.key);
  if (main?.kind === "list") return `${main.items.length} steps`;
  return main?.kind === "scalar" ? String(main.value) : "";
}

function asObject(value: Json): { readonly [key: string]: Json } {
  return isJsonObject(value) ? value : {};
}
