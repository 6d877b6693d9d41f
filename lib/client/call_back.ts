// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectionCallbacks } from "./connection_callbacks.ts";
import { notify } from "./notify.ts";
import type { ClientStatus } from "./status.ts";

/** Calls the callback that a status is for. */
export function callBack(callbacks: ConnectionCallbacks, status: ClientStatus): void {
  const { error, server = "", servers = [] } = status;
  switch (status.status) {
    case "connect":
      return call(callbacks.onConnect, server);
    case "disconnect":
      return call(callbacks.onDisconnect, server);
    case "reconnect":
      return call(callbacks.onReconnect, server);
    case "lame-duck":
      return call(callbacks.onLameDuck, server);
    case "discovered-servers":
      return call(callbacks.onDiscoveredServers, servers);
    case "close":
      return call(callbacks.onClose, error);
    case "error":
      if (error !== undefined) call(callbacks.onError, error);
  }
}

function call<T>(callback: ((value: T) => unknown) | undefined, value: T): void {
  if (callback !== undefined) notify(callback, value);
}
