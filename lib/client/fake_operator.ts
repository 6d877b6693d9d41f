// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { nkeys } from "@nats-io/nats-core";

/** A user of a `FakeOperator`'s account. */
export interface FakeUser {
  readonly jwt: string;
  readonly seed: string;
  /** The text of a credentials file. */
  readonly creds: string;
}

/** An operator with one account, made for a test, and the configuration of a server under it. */
export class FakeOperator {
  readonly #account = nkeys.createAccount();
  /** A server's configuration that trusts the operator and knows the account. */
  readonly config: string;

  constructor() {
    const operator = nkeys.createOperator();
    const id = this.#account.getPublicKey();
    const unlimited = {
      subs: -1,
      conn: -1,
      leaf: -1,
      imports: -1,
      exports: -1,
      data: -1,
      payload: -1,
    };
    const operatorJwt = encode(operator, operator, { type: "operator" });
    const accountJwt = encode(operator, this.#account, {
      type: "account",
      limits: { ...unlimited, wildcards: true },
      default_permissions: { pub: {}, sub: {} },
    });
    this.config = [
      `operator: ${operatorJwt}`,
      "resolver: MEMORY",
      `resolver_preload: { ${id}: ${accountJwt} }`,
    ].join("\n");
  }

  /** Makes a user; a bearer needs no signature. */
  user(name: string, bearer = false): FakeUser {
    const pair = nkeys.createUser();
    const seed = new TextDecoder().decode(pair.getSeed());
    const jwt = encode(this.#account, pair, {
      type: "user",
      pub: {},
      sub: {},
      subs: -1,
      data: -1,
      payload: -1,
      bearer_token: bearer,
    }, name);
    const creds = [
      `-----BEGIN NATS USER JWT-----\n${jwt}\n------END NATS USER JWT------\n`,
      "************************* IMPORTANT *************************\n",
      `-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`,
    ].join("\n");
    return { jwt, seed, creds };
  }
}

type Pair = ReturnType<typeof nkeys.createUser>;

function encode(issuer: Pair, subject: Pair, nats: object, name = "test"): string {
  const claims = {
    jti: name,
    iat: 1_700_000_000,
    iss: issuer.getPublicKey(),
    sub: subject.getPublicKey(),
    name,
    nats: { version: 2, ...nats },
  };
  const signed = [{ typ: "JWT", alg: "ed25519-nkey" }, claims]
    .map((part) => base64Url(new TextEncoder().encode(JSON.stringify(part))))
    .join(".");
  return `${signed}.${base64Url(issuer.sign(new TextEncoder().encode(signed)))}`;
}

function base64Url(bytes: Uint8Array): string {
  return nkeys.encode(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
