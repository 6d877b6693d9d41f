// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ClientError, Message, Subscription } from "../client/mod.ts";
import { DriverError } from "./error.ts";
import type { OperationTable, Session } from "./session.ts";
import { abortable } from "./session.ts";
import type { Operations, WireMessage } from "./types.ts";
import { toWireMessage } from "./wire_message.ts";

/** A subscription of an actor. */
export type Inbox = Pick<Subscription, "next" | "unsubscribe" | "ended" | "subject">;

/** What the core operations need of the actor beyond its connection. */
export interface CoreSession extends Session {
  readonly subscriptions: Map<string, Inbox>;
  /** Connects. */
  connect(signal: AbortSignal): Promise<void>;
  /** Reports a message that a subscription accepted. */
  arrived(id: string, message: Message): void;
  /** Notes that a message was written, to be confirmed. */
  published(subject: string): void;
  /** What the server refused of the messages noted since the last call. */
  takeRefusal(): ClientError | undefined;
}

type CoreOperation =
  | "connect"
  | "close"
  | "drain"
  | "flush"
  | "publish"
  | "subscribe"
  | "unsubscribe"
  | "next"
  | "request";

/** Core NATS. */
export const coreOperations: OperationTable<CoreOperation, CoreSession> = {
  async connect(session, _params, signal) {
    await session.connect(signal);
    return undefined;
  },
  async close(session) {
    await session.client().close();
    return undefined;
  },
  async drain(session, _params, signal) {
    await abortable(session.client().drain(), signal);
    return undefined;
  },
  async flush(session, _params, signal) {
    await session.client().flush({ signal });
    return undefined;
  },
  publish,
  subscribe,
  unsubscribe,
  async next(session, { id, timeoutMs }, signal) {
    return toWireMessage(await inbox(session, id).next({ timeoutMs, signal }));
  },
  request,
};

async function publish(
  session: CoreSession,
  { subject, data, confirm, headers, reply }: Operations["publish"]["params"],
  signal: AbortSignal,
): Promise<undefined> {
  const client = session.client();
  client.publish(subject, data, {
    ...(headers === undefined ? {} : { headers }),
    ...(reply === undefined ? {} : { reply }),
  });
  session.published(subject);
  if (confirm !== true || client.connectedServer === undefined) return undefined;
  await client.flush({ signal });
  const refusal = session.takeRefusal();
  if (refusal !== undefined) throw refusal;
  return undefined;
}

async function subscribe(
  session: CoreSession,
  { id, subject, queue, max }: Operations["subscribe"]["params"],
  signal: AbortSignal,
): Promise<undefined> {
  if (session.subscriptions.get(id)?.ended === false) {
    throw new DriverError(`There is a subscription "${id}" already; unsubscribe it first`);
  }
  const subscription = session.client().subscribe(subject, {
    observe: (message) => session.arrived(id, message),
    ...(queue === undefined ? {} : { queue }),
    ...(max === undefined ? {} : { max }),
  });
  session.subscriptions.set(id, subscription);
  try {
    await subscription.confirmed({ signal });
  } catch (error) {
    subscription.unsubscribe();
    throw error;
  }
  return undefined;
}

async function unsubscribe(
  session: CoreSession,
  { id, max }: Operations["unsubscribe"]["params"],
  signal: AbortSignal,
): Promise<undefined> {
  const client = session.client();
  inbox(session, id).unsubscribe(max);
  if (client.state === "connected") await client.flush({ signal });
  return undefined;
}

async function request(
  session: CoreSession,
  { subject, data, headers, timeoutMs, ...limits }: Operations["request"]["params"],
  signal: AbortSignal,
): Promise<readonly WireMessage[]> {
  const client = session.client();
  const options = { timeoutMs, signal, ...(headers === undefined ? {} : { headers }) };
  if (Object.keys(limits).length === 0) {
    return [toWireMessage(await client.request(subject, data, options))];
  }
  const received = await client.requestMany(subject, data, { ...options, ...limits });
  if (received.length > 0) return received.map(toWireMessage);
  const waited = Math.round(timeoutMs);
  throw new DriverError(`Waited ${waited}ms for replies on "${subject}"`, { code: "timeout" });
}

function inbox(session: CoreSession, id: string): Inbox {
  const found = session.subscriptions.get(id);
  if (found !== undefined) return found;
  throw new DriverError(`There is no subscription "${id}"; subscribe first`);
}
