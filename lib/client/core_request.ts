// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Msg, Payload, RequestOptions } from "@nats-io/nats-core";
import {
  ClosedConnectionError,
  DrainingConnectionError,
  InvalidArgumentError,
  RequestError,
  TimeoutError,
} from "@nats-io/nats-core";
import type { CoreConnection } from "./core_types.ts";
import type { Pending, Requests } from "./requests.ts";

/**
 * Lets a connection's own `request`, and with it JetStream and what builds on that, go the way of
 * the client's requests; options, defaults and errors stay those of nats-core. Requests with
 * `noMux` stay as they were.
 */
export function installRequest(connection: CoreConnection, requests: Requests): void {
  const original = connection.request.bind(connection);
  connection.request = (subject, data, options = { timeout: 1000 }) =>
    options.noMux === true
      ? original(subject, data, options)
      : request({ connection, requests, subject, data, options });
}

interface CoreQuestion {
  readonly connection: CoreConnection;
  readonly requests: Requests;
  readonly subject: string;
  readonly data: Payload | undefined;
  readonly options: RequestOptions;
}

function request({ connection, requests, subject, data, options }: CoreQuestion): Promise<Msg> {
  const { timeout, reply: ownReply, headers, traceDestination, traceOnly } = options;
  const timeoutMs = timeout || 1000;
  return new Promise((resolve, reject) => {
    if (connection.isClosed()) throw new ClosedConnectionError();
    if (connection.isDraining()) throw new DrainingConnectionError();
    if (timeoutMs < 1) throw InvalidArgumentError.format("timeout", "must be greater than 0");
    if (ownReply) throw InvalidArgumentError.format(["reply", "noMux"], "are mutually exclusive");
    const pending: Pending = {
      subject,
      timeoutMs,
      reply: (msg) => {
        requests.delete(id);
        resolve(msg);
      },
      fail: (error) => {
        requests.delete(id);
        reject(new RequestError(error.message, { cause: error }));
      },
      expire: () => {
        requests.delete(id);
        reject(new TimeoutError());
      },
    };
    const id = requests.add(pending);
    try {
      connection.publish(subject, data, {
        reply: requests.replySubject(id),
        ...(headers === undefined ? {} : { headers }),
        ...(traceDestination === undefined ? {} : { traceDestination }),
        ...(traceOnly === undefined ? {} : { traceOnly }),
      });
    } catch (error) {
      requests.delete(id);
      throw error;
    }
  });
}
