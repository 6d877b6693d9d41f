// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { PayloadType } from "../../codec/payload_type.ts";
import { RequestSubject } from "./request_subject.ts";
import { TypedSubject } from "./typed_subject.ts";

/**
 * Gives a subject's messages a type: `text`, `json`, `bytes`, a protobuf message by its schema, or
 * a `Codec` of one's own. Tokens of the pattern are literal, `*`, or `:name`, whose values come as
 * `params`; the last may be `>`.
 *
 * @example Requests and answers
 * ```ts
 * import { connect, startServer, subject } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * const greet = subject(":user.greet", { send: "text", reply: "text" });
 *
 * await using server = await startServer();
 * await using client = await connect({ servers: server.url });
 * greet.serve(client, (name, { params }) => `${params.user} greets ${name}`);
 * const answer = await greet.at({ user: "joe" }).request(client, "sue", { timeoutMs: 5000 });
 * assertEquals(answer, "joe greets sue");
 * ```
 *
 * @example Messages
 * ```ts
 * import { connect, startServer, subject } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * const prices = subject("price.:item", { send: "json" });
 *
 * await using server = await startServer();
 * await using client = await connect({ servers: server.url });
 * const subscription = prices.subscribe(client);
 * prices.at({ item: "tea" }).publish(client, { euros: 3 });
 * const { value, params } = await subscription.next({ timeoutMs: 5000 });
 * assertEquals([value, params.item], [{ euros: 3 }, "tea"]);
 * ```
 *
 * @throws {TypeError} where the pattern is none
 */
export function subject<
  const Pattern extends string,
  const Send extends PayloadType,
  const Reply extends PayloadType,
>(
  pattern: Pattern,
  types: { readonly send: Send; readonly reply: Reply },
): RequestSubject<Pattern, Send, Reply>;
/** The same for a subject without answers. */
export function subject<const Pattern extends string, const Send extends PayloadType>(
  pattern: Pattern,
  types: { readonly send: Send },
): TypedSubject<Pattern, Send>;
export function subject(
  pattern: string,
  { send, reply }: { readonly send: PayloadType; readonly reply?: PayloadType },
): TypedSubject<string, PayloadType> {
  if (reply === undefined) return new TypedSubject(pattern, { send });
  return new RequestSubject(pattern, { send, reply });
}
