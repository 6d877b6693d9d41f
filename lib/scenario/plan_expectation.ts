// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Planning what a step expects. @module */

import type { Action } from "../action/types.ts";
import { compileExpectation } from "./expectation.ts";
import type { CompileContext } from "./expectation.ts";
import { valueOf } from "./node.ts";
import { typeOfSubject } from "./payload.ts";
import { report } from "./scope.ts";
import type { Scope } from "./scope.ts";
import type { Expectation, MapNode, Node, StepExpectations } from "./types.ts";

/** Compiles the expectations of a step. */
export function planExpectations(scope: Scope, action: Action, node: MapNode): StepExpectations {
  const context: CompileContext = {
    matchers: scope.vocabulary.matchers,
    diagnostics: scope.diagnostics,
    fields: (type) => scope.codec.has(type) ? scope.codec.fields(type) : undefined,
  };
  const shape = action.schema.shape;
  const has = (key: string) => shape[key] !== undefined ? valueOf(node, key) : undefined;
  const type = payloadType(scope, action, node);
  const one = compileAt(context, has("expect"), type);
  const all = compileAt(context, has("expectAll"), type);
  const headers = compileAt(context, has("expectHeaders"));
  const subject = compileAt(context, has("expectSubject"));
  const count = has("replies") ?? (action.traits.payload === undefined ? has("count") : undefined);
  const both = has("expectAll");
  if (one !== undefined && both !== undefined) {
    report(scope, both.span, '"expectAll" stands beside "expect"', "one of them says it all");
  }
  const order = has("order");
  return {
    anyOrder: order?.kind === "scalar" && order.value === "any",
    ...(one === undefined ? {} : { expect: one }),
    ...(action.traits.list === true ? { whole: true } : {}),
    ...(all?.kind !== "list" ? {} : { expectAll: all }),
    ...(headers === undefined ? {} : { expectHeaders: headers }),
    ...(subject === undefined ? {} : { expectSubject: subject }),
    ...(count?.kind !== "scalar" || typeof count.value !== "number" ? {} : { count: count.value }),
  };
}

function compileAt(
  context: CompileContext,
  node: Node | undefined,
  type?: string,
): Expectation | undefined {
  return node === undefined ? undefined : compileExpectation(node, context, type);
}

/** The protobuf message that `expect` is matched against, where it is known. */
function payloadType(scope: Scope, action: Action, node: MapNode): string | undefined {
  const direction = action.traits.expects;
  const subject = valueOf(node, action.key);
  if (action.traits.main !== "subject" || direction === undefined || subject?.kind !== "scalar") {
    return undefined;
  }
  return typeOfSubject(scope.messages, String(subject.value), direction);
}
