// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { JetStreamApiError } from "@nats-io/jetstream";
import {
  AuthorizationError,
  ClosedConnectionError,
  ConnectionError,
  DrainingConnectionError,
  InvalidArgumentError,
  InvalidSubjectError,
  NoRespondersError,
  PermissionViolationError,
  ProtocolError,
  TimeoutError,
  UserAuthenticationExpiredError,
} from "@nats-io/nats-core";
import { CodecError } from "../codec/error.ts";
import { ClientError } from "./error.ts";
import type { ClientErrorCode } from "./error.ts";

/**
 * The client's error for whatever nats-core and its modules throw. A `ClientError` stays as it is.
 *
 * @param doing what was attempted, for the message: `request "greet.joe"`
 * @param about the subject it is about, where the error does not say
 */
export function toClientError(error: unknown, doing: string, about?: string): ClientError {
  if (error instanceof ClientError) return error;
  const chain = [...causes(error)];
  const known = chain.find((it) => it instanceof ClientError);
  if (known instanceof ClientError) return known;
  for (const link of chain) {
    const found = classify(link);
    if (found === undefined) continue;
    const subject = link instanceof PermissionViolationError ? link.subject : about;
    return new ClientError(found.code, `Cannot ${doing}: ${found.advice}`, {
      cause: error,
      ...(subject === undefined ? {} : { subject }),
    });
  }
  const reason = error instanceof Error ? error.message : `${error}`;
  return new ClientError("unexpected", `Cannot ${doing}: ${reason}`, {
    cause: error,
    ...(about === undefined ? {} : { subject: about }),
  });
}

interface Classification {
  readonly code: ClientErrorCode;
  readonly advice: string;
}

type ErrorClass = abstract new (...args: never[]) => Error;

const byClass: readonly (readonly [ErrorClass, ClientErrorCode, string])[] = [
  [NoRespondersError, "no-responders", "nobody is subscribed to the subject; start a responder"],
  [TimeoutError, "timeout", "no answer came in time; allow more time or check the other side"],
  [ClosedConnectionError, "closed", "the connection is closed; connect again"],
  [DrainingConnectionError, "draining", "the connection is draining; connect again"],
  [InvalidSubjectError, "invalid-subject", "the subject is empty or has white space in it"],
];

function classify(error: Error): Classification | undefined {
  for (const [type, code, advice] of byClass) {
    if (error instanceof type) return { code, advice };
  }
  const { message } = error;
  if (isApiError(error)) return classifyApiError(error);
  if (error instanceof PermissionViolationError) {
    return { code: "permission", advice: `${message}; allow it in the user's permissions` };
  }
  if (error instanceof AuthorizationError || error instanceof UserAuthenticationExpiredError) {
    return { code: "authentication", advice: `${message}; check the credentials` };
  }
  if (error instanceof CodecError) return { code: "decode", advice: message };
  if (error instanceof ConnectionError) {
    // A server that shows a certificate is there.
    const hint = /\btls\b|certificate/i.test(message)
      ? ""
      : "; is the server running and reachable?";
    return { code: "connection", advice: `${message}${hint}` };
  }
  if (error instanceof InvalidArgumentError) return classifyArgument(message);
  if (error instanceof ProtocolError) return classifyProtocol(message);
  return classifyMessage(error);
}

function classifyApiError(error: JetStreamApiError): Classification {
  const { code, message } = error;
  if (code === 10059) {
    return { code: "stream-not-found", advice: `${message}; create the stream first` };
  }
  if (code === 10014) {
    return { code: "consumer-not-found", advice: `${message}; create the consumer first` };
  }
  return { code: `js:${code}`, advice: `${message} (JetStream error ${code})` };
}

function classifyArgument(message: string): Classification {
  if (message.includes("max_payload")) {
    return { code: "max-payload", advice: `${message}; send less or raise the server's limit` };
  }
  if (message.includes("'header'")) return { code: "invalid-header", advice: message };
  return { code: "invalid-option", advice: message };
}

function classifyProtocol(message: string): Classification {
  const text = message.toLowerCase();
  if (text.includes("maximum payload")) {
    return { code: "max-payload", advice: `${message}; send less or raise the server's limit` };
  }
  if (text.includes("subject")) return { code: "invalid-subject", advice: message };
  return { code: "protocol", advice: message };
}

/** nats-core has no classes of their own for these. */
function classifyMessage(error: Error): Classification | undefined {
  if (error.message === "connection disconnected") {
    return { code: "connection", advice: "the connection was lost; wait for the reconnect" };
  }
  if (error.message === "connection closed") {
    return { code: "closed", advice: "the connection is closed; connect again" };
  }
  return undefined;
}

/** By shape, so that using the client does not load the JetStream module. */
function isApiError(error: Error): error is JetStreamApiError {
  return "apiError" in error && "status" in error && "code" in error &&
    typeof error.code === "number";
}

function* causes(error: unknown): Generator<Error> {
  // An error may be its own cause's cause.
  const seen = new Set<unknown>();
  for (let it = error; it instanceof Error && !seen.has(it); it = it.cause) {
    seen.add(it);
    yield it;
  }
}
