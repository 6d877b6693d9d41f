// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { unfit } from "./unfit.ts";

/** What a server's URL says of who connects: a user, perhaps with a password, or a token. */
export interface ServerLogin {
  /** The user's name. */
  readonly user?: string;
  /** The user's password. */
  readonly password?: string;
  /** The token. */
  readonly token?: string;
}

/** A server's address, checked. */
export interface ServerUrl {
  /** The URL as it was given, without user, password and token. */
  readonly url: string;
  /** Whether the URL asks for TLS. */
  readonly secure: boolean;
  /** `host:port`, as nats-core has them: in lower case, IPv6 without brackets. */
  readonly address: string;
  /** The user, password or token that stood before the host. */
  readonly login?: ServerLogin;
}

const defaultPorts: { readonly [scheme: string]: number } = {
  nats: 4222,
  tls: 4222,
  ws: 80,
  wss: 443,
};

/**
 * Reads a server's URL: `host`, `host:port`, or with one of the schemes `nats`, `tls`, `ws`, `wss`.
 *
 * @example
 * ```ts
 * import { parseServerUrl } from "./server_url.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseServerUrl("tls://joe:secret@Demo.example", "servers"), {
 *   url: "tls://Demo.example",
 *   secure: true,
 *   address: "demo.example:4222",
 *   login: { user: "joe", password: "secret" },
 * });
 * ```
 *
 * @param option the option it was given in, for the error
 * @param shown what the error may show; by default the text, its login masked
 * @throws {ClientError} `invalid-option`
 */
export function parseServerUrl(text: string, option: string, shown: unknown = text): ServerUrl {
  const refuse = (rule: string) => unfit(option, rule, shown);
  // deno-lint-ignore no-control-regex -- control characters are what it looks for
  if (/[\s\u0000-\u001f\u007f]/.test(text)) throw refuse("a URL without white space");
  const [, prefix = "", scheme = "nats", rest = ""] = /^(([a-z][a-z\d+.-]*):\/\/)?(.*)$/i
    .exec(text) ?? [];
  const defaultPort = defaultPorts[scheme.toLowerCase()];
  if (defaultPort === undefined) throw refuse("a URL that begins with nats, tls, ws or wss");
  const [, authority = "", path = ""] = /^([^/?#]*)(.*)$/.exec(rest) ?? [];
  const webSocket = /^wss?$/i.test(scheme);
  if (path !== "" && path !== "/" && !webSocket) throw refuse("a URL that ends after the port");
  if (path.includes("#")) throw refuse("a URL without a fragment (#)");
  const at = authority.lastIndexOf("@");
  const place = authority.slice(at + 1);
  const { host, port } = splitPlace(place, refuse);
  const login = at === -1 ? {} : { login: parseLogin(authority.slice(0, at), refuse) };
  return {
    url: `${prefix}${place}${webSocket ? path : ""}`,
    secure: /^(?:tls|wss)$/i.test(scheme),
    address: `${hostname(host, refuse)}:${port ?? defaultPort}`,
    ...login,
  };
}

type Refuse = (rule: string) => Error;

interface Place {
  readonly host: string;
  readonly port?: number;
}

function splitPlace(place: string, refuse: Refuse): Place {
  // An IPv6 address may stand without brackets where no port follows.
  if (/^[\da-f:.]*:[\da-f:.]*:[\da-f:.]*$/i.test(place)) return { host: `[${place}]` };
  const match = /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/.exec(place);
  const [, host = "", digits] = match ?? [];
  if (match === null || host === "" || host === "[]") {
    throw refuse("a URL with a host, IPv6 addresses in brackets");
  }
  if (digits === undefined) return { host };
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0;
  if (port < 1 || port > 65_535) throw refuse("a URL with a port from 1 to 65535");
  return { host, port };
}

/** The host as the URL standard has it, which is what nats-core goes by. */
function hostname(host: string, refuse: Refuse): string {
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, "");
  } catch {
    throw refuse("a URL with a host name, an IPv4 or an IPv6 address");
  }
}

function parseLogin(info: string, refuse: Refuse): ServerLogin {
  const [first = "", ...others] = info.split(":");
  const [name, password] = [decodePart(first), decodePart(others.join(":"))];
  if (name === undefined || name === "" || password === undefined) {
    throw refuse("a URL with a user or token before the @, percent-encoded");
  }
  if (others.length === 0) return { token: name };
  return password === "" ? { user: name } : { user: name, password };
}

/** Undefined where it is not percent-encoded; the error would show it. */
function decodePart(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
