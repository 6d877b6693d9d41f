// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Planning one step: which action, who acts, what is expected, when. @module */

import type { Action } from "../action/types.ts";
import { decode } from "./decode.ts";
import { commonKeys, explainKey, findAction } from "./find_action.ts";
import { isJsonObject, pick, toJson, valueOf } from "./node.ts";
import { planActor, planSubscription } from "./plan_actor.ts";
import { planExpectations } from "./plan_expectation.ts";
import { checkMain } from "./plan_main.ts";
import { checkPayload } from "./plan_payload.ts";
import { stepCommonSchema } from "./schema.ts";
import { checkVariables, report } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { didYouMean } from "./suggest.ts";
import { fillNode, hasVariables, isTemplate } from "./template.ts";
import { failureCodes } from "./types.ts";
import type { Bounds, FailureCode, Json, MapNode, Node, PlannedStep } from "./types.ts";

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
    const [, key, rest] = raw.kind === "scalar"
      ? /^([\w.-]+):(\S.*)$/.exec(`${raw.value}`) ?? []
      : [];
    const help = key === undefined ? "for example `- print: hi`" : `write \`${key}: ${rest}\``;
    report(scope, raw.span, "a step must be a mapping with an action", help);
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
  scope.diagnostics.push(
    ...decodedOwn.diagnostics.map((diagnostic) => explainKey(scope, action, { node, diagnostic })),
  );
  checkMain(scope, action, node);
  checkPayload(scope, action, own);
  const by = planActor(scope, action, node);
  const subscriptionOwner = planSubscription(scope, action, node, by);
  const children = planChildren(scope, action, own, place);
  const expectations = planExpectations(scope, action, own);
  const values = decodedCommon.value;
  const fails = planFails(scope, valueOf(node, "fails"), expectations.expect !== undefined);
  for (const name of Object.keys(values?.save ?? {})) scope.saved.add(name);
  if (values?.name !== undefined) nameStep(scope, values.name, valueOf(node, "name") ?? raw);
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

function nameStep(scope: Scope, name: string, at: Node): void {
  if (scope.names.has(name)) {
    report(scope, at.span, `the name "${name}" is taken`, "a step's name tells it from all others");
  } else scope.names.set(name, at.span);
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

function hasBadTemplate(node: Node): boolean {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" && !isTemplate(node.value);
    case "list":
      return node.items.some(hasBadTemplate);
    case "map":
      return node.entries.some((entry) => hasBadTemplate(entry.value));
  }
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
