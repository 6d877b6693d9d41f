// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { DriverError } from "../driver/error.ts";
import { formatDuration } from "../scenario/unit.ts";
import type { Json } from "../scenario/types.ts";
import { expectOne, headers } from "./field.ts";
import {
  type Action,
  type ActionContext,
  defineAction,
  SystemFailure,
  toHeaders,
} from "./types.ts";
import { z } from "zod";

const line = /^([A-Z]+) (\/\S*|https?:\/\/\S+)$/;

/** `http`. */
export const http: Action = defineAction({
  key: "http",
  about: "Sends an HTTP request; redirections are not followed. `expect` matches " +
    "`{ status, headers, body }`, with header names in lower case and a JSON body decoded; " +
    "without it, the status must be below 400. A path goes to the first server's monitoring port.",
  example: "- http: GET /varz\n  expect: { status: 200, body: { server_name: n1 } }",
  traits: { actor: "none" },
  schema: z.strictObject({
    http: z.string().regex(line, {
      error: "must be a method and a path or URL, such as `GET /varz`",
    }).describe("the method, and a URL or a path"),
    send: z.json().describe("the body: a text as it is, anything else as JSON").optional(),
    headers: headers("request headers: a value each, or a list of values").optional(),
    ...expectOne,
  }),
  async run({ http: target, send, headers, expect }, context) {
    const [, method = "", where = ""] = line.exec(target) ?? [];
    const url = where.startsWith("/") ? monitorUrl(context) + where : where;
    const value = await exchange(request(method, url, { send, headers }), context);
    if (expect === undefined && value.status >= 400) {
      throw new SystemFailure(`${target} was answered with status ${value.status}`);
    }
    return { items: [{ value }] };
  },
});

function monitorUrl(context: ActionContext): string {
  const [first] = context.servers().nodes;
  if (first === undefined) throw new Error("Cannot request a path as there must be a server");
  return first.monitorUrl;
}

/** What goes with a request. */
interface Content {
  readonly send: Json | undefined;
  readonly headers: { readonly [name: string]: string | readonly string[] } | undefined;
}

function request(method: string, url: string, { send, headers }: Content): Request {
  const fields = new Headers();
  for (const [name, values] of Object.entries(toHeaders(headers) ?? {})) {
    for (const value of values) fields.append(name, value);
  }
  if (send !== undefined && typeof send !== "string" && !fields.has("content-type")) {
    fields.set("content-type", "application/json");
  }
  const body = send === undefined || typeof send === "string" ? send : JSON.stringify(send);
  return new Request(url, {
    method,
    headers: fields,
    redirect: "manual",
    ...(body !== undefined && { body }),
  });
}

interface Answer {
  readonly [key: string]: Json;
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: Json;
}

async function exchange(request: Request, context: ActionContext): Promise<Answer> {
  const patience = AbortSignal.timeout(context.patienceMs);
  const signal = AbortSignal.any([context.signal, patience]);
  try {
    const response = await fetch(request, { signal });
    const text = await response.text();
    return {
      status: response.status,
      headers: joined(response.headers),
      body: decodeBody(response.headers.get("content-type") ?? "", text),
    };
  } catch (cause) {
    context.signal.throwIfAborted();
    if (patience.aborted) {
      const message = `no answer from ${request.url} in ${formatDuration(context.patienceMs)}`;
      throw new DriverError(message, { code: "timeout", cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DriverError(`cannot reach ${request.url}: ${reason}`, { code: "connection", cause });
  }
}

/** Names come in lower case; of one that is there twice, the values are joined with a comma. */
function joined(headers: Headers): { readonly [name: string]: string } {
  const values: Record<string, string> = {};
  for (const [name, value] of headers) {
    values[name] = name in values ? `${values[name]}, ${value}` : value;
  }
  return values;
}

function decodeBody(type: string, text: string): Json {
  if (!/^application\/(\S+\+)?json\b/i.test(type)) return text;
  try {
    return JSON.parse(text);
  } catch {
    // The body is not what its type says: an expectation sees the text.
    return text;
  }
}
