// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertStrictEquals } from "@std/assert";
import type { ApiError } from "@nats-io/jetstream";
import { JetStreamApiError } from "@nats-io/jetstream";
import { errors } from "@nats-io/nats-core";
import { ClientError } from "./error.ts";
import { toClientError } from "./to_client_error.ts";

function apiError(err_code: number): JetStreamApiError {
  const error: ApiError = { code: 400, err_code, description: "no" };
  return new JetStreamApiError(error);
}

Deno.test("toClientError() gives each of nats-core's errors its code", () => {
  const noResponders = new errors.RequestError("", { cause: new errors.NoRespondersError("a") });
  const cases: readonly (readonly [unknown, string])[] = [
    [noResponders, "no-responders"],
    [new errors.TimeoutError(), "timeout"],
    [new errors.ClosedConnectionError(), "closed"],
    [new errors.RequestError("connection closed"), "closed"],
    [new errors.DrainingConnectionError(), "draining"],
    [new errors.ConnectionError("refused"), "connection"],
    [new errors.RequestError("connection disconnected"), "connection"],
    [new errors.AuthorizationError("Authorization Violation"), "authentication"],
    [new errors.UserAuthenticationExpiredError("expired"), "authentication"],
    [new errors.PermissionViolationError("no", "publish", "a"), "permission"],
    [errors.InvalidArgumentError.format("payload", "max_payload size exceeded"), "max-payload"],
    [new errors.ProtocolError("Maximum Payload Violation"), "max-payload"],
    [new errors.InvalidSubjectError("a b"), "invalid-subject"],
    [new errors.ProtocolError("Invalid Publish Subject"), "invalid-subject"],
    [new errors.ProtocolError("Unknown Protocol Operation"), "protocol"],
    [apiError(10059), "stream-not-found"],
    [apiError(10014), "consumer-not-found"],
    [apiError(10071), "js:10071"],
    [new Error("other"), "unexpected"],
    ["text", "unexpected"],
  ];
  for (const [error, code] of cases) assertEquals(toClientError(error, "try").code, code);
});

Deno.test("toClientError() names what was attempted, the subject and the cause", () => {
  const cause = new errors.PermissionViolationError("Permissions Violation", "publish", "a.b");
  const error = toClientError(cause, "publish");
  assertEquals(
    error.message,
    "Cannot publish: Permissions Violation; allow it in the user's permissions",
  );
  assertEquals([error.subject, error.cause], ["a.b", cause]);
});

Deno.test("toClientError() leaves a ClientError as it is, also as a cause", () => {
  const error = new ClientError("closed", "gone");
  assertStrictEquals(toClientError(error, "try"), error);
  assertStrictEquals(toClientError(new Error("outer", { cause: error }), "try"), error);
});

Deno.test("toClientError() ends on causes that form a circle", () => {
  const first = new Error("first");
  first.cause = new Error("second", { cause: first });
  assertEquals(toClientError(first, "try").message, "Cannot try: first");
});
