// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type * as z from "zod";
import type { Client } from "../client/mod.ts";
import type { Router } from "./router.ts";
import { isToken } from "./subject.ts";
import type { ValueCache } from "./value_cache.ts";

// `deno doc --lint` wants types of other packages to be public: it takes an alias of a namespace
// import for that, but a generic one only where it is marked as internal.

/** A zod schema of an application's options. */
export type OptionsSchema = z.ZodObject;

/**
 * Options as their schema gives them.
 *
 * @internal
 */
export type OptionsOf<S extends OptionsSchema> = z.output<S>;

/** What an application can use that is being started. */
export interface ApplicationContext {
  /** Its connection. */
  readonly client: Client;
  /** Gets a line for each error. */
  readonly log: (text: string) => void;
  /** Aborted: it is to end. */
  readonly signal: AbortSignal;
}

/** What an application has on NATS besides its Router. */
export interface ApplicationParts {
  /** The cache its handlers see. Default: one of its own, in memory. */
  readonly cache?: ValueCache;
  /** Ends what runs beside the Router, when the Router has ended. */
  readonly stop?: () => Promise<void>;
}

/** A stock application: what a scenario's `app` actor can be. */
export interface Application {
  /** Its name in a scenario. */
  readonly key: string;
  /** What it does, in a sentence or two, for the reference. */
  readonly about: string;
  /** What `with` may hold: a strict object, every field described, all of them optional. */
  readonly schema: OptionsSchema;
  /**
   * Makes its Router. It is asynchronous so that an application can load its messages when it is
   * wanted: `check` of a scenario needs the schema only.
   *
   * @throws {z.ZodError} where the options do not fit the schema
   */
  router(options: { readonly [key: string]: unknown }): Promise<Router>;
  /**
   * Sets up what it has besides its Router. Absent: nothing.
   *
   * @throws {z.ZodError} where the options do not fit the schema
   */
  open?(
    options: { readonly [key: string]: unknown },
    context: ApplicationContext,
  ): Promise<ApplicationParts>;
}

/** Defines an application with typed options. */
export function defineApplication<S extends OptionsSchema>(
  spec: Omit<Application, "schema" | "router" | "open"> & {
    readonly schema: S;
    router(options: OptionsOf<S>): Promise<Router>;
    open?(options: OptionsOf<S>, context: ApplicationContext): Promise<ApplicationParts>;
  },
): Application {
  const { key, about, schema, open } = spec;
  return {
    key,
    about,
    schema,
    router: async (options) => await spec.router(schema.parse(options)),
    ...open && { open: async (options, context) => await open(schema.parse(options), context) },
  };
}

/** Whether a text is a subject pattern that an application can listen on. */
export function isSubject(text: string): boolean {
  const tokens = text.split(".");
  return tokens.every((token, index) =>
    isToken(token) || token === "*" || (token === ">" && index === tokens.length - 1)
  );
}
