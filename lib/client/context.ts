// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectOptions } from "./connect_options.ts";
import type { Environment } from "./environment.ts";
import { ClientError } from "./error.ts";
import { seedProblem } from "./credentials.ts";

/** A context of the `nats` CLI: a named set of connection options. */
export interface NatsContext {
  /** Its name. */
  readonly name: string;
  /** The path of its file. */
  readonly path: string;
  /** Its options; empty fields are left out. */
  readonly options: ConnectOptions;
  /** The JetStream domain to use, which is no option of a connection. */
  readonly jetstreamDomain?: string;
  /** The prefix of JetStream's API subjects, which is no option of a connection. */
  readonly jetstreamApiPrefix?: string;
}

/** What a context is read from. */
export interface ContextSource {
  /** Its name. */
  readonly name: string;
  /** The path of its file. */
  readonly path: string;
  /** The file's content. */
  readonly text: string;
}

/** Whether a text can be the name of a context: the name of a file without folder and ending. */
export function isContextName(name: string): boolean {
  // deno-lint-ignore no-control-regex -- control characters are what it looks for
  return /^[^/\\\s\u0000-\u001f\u007f]+$/.test(name) && !name.includes("..");
}

/**
 * Reads a context's JSON. Of fields that stand for who connects the `nats` CLI takes the first of
 * `user`, `creds`, `user_jwt` and `nkey`; so does this.
 *
 * @throws {ClientError} `invalid-option` where it is no context, or needs what is not supported
 */
export function parseContext(source: ContextSource, environment: Environment): NatsContext {
  const fields = new ContextFields(source, environment);
  for (const name of unsupported) fields.refuse(name);
  const [servers, inboxPrefix] = [fields.text("url"), fields.text("inbox_prefix")];
  const [caFile, certFile] = [fields.path("ca"), fields.path("cert")];
  const tls = present({
    caFile,
    certFile,
    keyFile: fields.path("key"),
    handshakeFirst: fields.flag("tls_first") || undefined,
  });
  return {
    name: source.name,
    path: source.path,
    options: {
      ...present({ servers, inboxPrefix }),
      ...identity(fields),
      ...present({ token: fields.secret("token") }),
      ...(Object.keys(tls).length === 0 ? {} : { tls }),
    },
    ...present({
      jetstreamDomain: fields.text("jetstream_domain"),
      jetstreamApiPrefix: fields.text("jetstream_api_prefix"),
    }),
  };
}

/** Fields without which a connection would not be the one that was meant. */
const unsupported = [
  "socks_proxy",
  "nsc",
  "windows_cert_store",
  "windows_cert_match_by",
  "windows_cert_match",
  "windows_ca_certs_match",
];

function identity(fields: ContextFields): ConnectOptions {
  const user = fields.secret("user");
  if (user !== undefined) return { user, ...present({ password: fields.secret("password") }) };
  const creds = fields.path("creds");
  if (creds !== undefined) return { creds };
  const [jwt, nkey] = [fields.secret("user_jwt"), fields.path("nkey")];
  // A name alone would be taken for a mistyped seed.
  const file = nkey === undefined || seedProblem(nkey) === undefined || /[/\\.]/.test(nkey)
    ? nkey
    : `./${nkey}`;
  return present({ jwt, nkey: fields.secret("user_seed") ?? file });
}

/** References to secrets that are elsewhere, which the CLI resolves. */
const reference = /^(?:op|nsc|env|data):/i;

/** The fields of a context's file, each checked when it is asked for. */
class ContextFields {
  readonly #fields: { readonly [name: string]: unknown };
  readonly #where: string;
  readonly #environment: Environment;

  constructor({ name, path, text }: ContextSource, environment: Environment) {
    this.#where = `the context ${JSON.stringify(name)} (${path})`;
    this.#environment = environment;
    this.#fields = this.#parse(text);
  }

  /** A text that is used as it stands. */
  text(name: string): string | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value === "string") return value;
    throw this.#error(`its field '${name}' must be a text`);
  }

  /** True or false. */
  flag(name: string): boolean {
    const value = this.#fields[name] ?? false;
    if (typeof value === "boolean") return value;
    throw this.#error(`its field '${name}' must be true or false`);
  }

  /** A text that stands for itself. */
  secret(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined || !/^(?:op|nsc|env|data|file):/i.test(value)) return value;
    throw this.#error(`its field '${name}' refers to a secret elsewhere, which is not supported`);
  }

  /** A path, in which `~` and environment variables are replaced. */
  path(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (reference.test(value)) {
      throw this.#error(`its field '${name}' refers to a secret elsewhere, which is not supported`);
    }
    return this.#expand(name, value.replace(/^file:\/\//i, ""));
  }

  /** Throws where a field is there that cannot be heeded. */
  refuse(name: string): void {
    const value = this.#fields[name];
    if (value === undefined || value === null || value === "") return;
    if (Array.isArray(value) && value.length === 0) return;
    throw this.#error(`its field '${name}' is not supported`);
  }

  #expand(name: string, path: string): string {
    const variable = (key: string) => {
      const value = this.#environment(key);
      if (value !== undefined) return value;
      throw this.#error(`its field '${name}' needs the environment variable ${key}`);
    };
    return path
      .replace(/^~(?=$|[/\\])/, () => homeFolder(this.#environment) ?? variable("HOME"))
      .replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced, bare) => variable(braced ?? bare));
  }

  #parse(text: string): { readonly [name: string]: unknown } {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // The cause would show a piece of the file.
      throw this.#error("it is not JSON");
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
    throw this.#error("it is not a JSON object");
  }

  #error(problem: string): ClientError {
    return new ClientError("invalid-option", `Cannot use ${this.#where}: ${problem}`);
  }
}

/** The user's home folder. */
export function homeFolder(environment: Environment): string | undefined {
  return environment("HOME") ?? environment("USERPROFILE");
}

type Present<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The entries that are not undefined. */
function present<T extends object>(entries: T): Present<T> {
  // Only entries that are undefined are gone.
  return Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== undefined),
  ) as Present<T>;
}
