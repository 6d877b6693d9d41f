// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the effectful stage is given: the rest of the rig, passed in. @module */

import type { Action, ObjectSchema } from "../action/types.ts";
import type { PayloadCodec } from "../codec/types.ts";
import type { Driver } from "../driver/types.ts";
import type { Matcher } from "../matcher/types.ts";
import type { Cluster, ServerEvent, ServerTls } from "../server/types.ts";
import type { Json, ManagedServerSpec, RunEvent } from "./types.ts";

/** What the planner has to know of a stock application. */
export interface ApplicationShape {
  /** Its name in a scenario: `caching-echo`. */
  readonly key: string;
  /** What it does, in a sentence or two. */
  readonly about: string;
  /** The schema of `with`, a strict object. */
  readonly schema: ObjectSchema;
}

/** What is wrong with connection options. */
export interface OptionProblem {
  /** The option, or a part of one (`tls.caFile`), unless it is how several go together. */
  readonly option?: string;
  /** In one line, without the value. */
  readonly message: string;
}

/** The registries that give the language its words. */
export interface Vocabulary {
  /** The verbs by their keys: `kv.put`. */
  readonly actions: ReadonlyMap<string, Action>;
  /** The operators by their keys: `$regex`. */
  readonly matchers: ReadonlyMap<string, Matcher>;
  /** The stock applications by their names. */
  readonly applications: ReadonlyMap<string, ApplicationShape>;
  /** Names of the connection options an actor may carry. */
  readonly connectionOptions: ReadonlySet<string>;
  /** What is wrong with the values of connection options. Absent: not checked before the run. */
  connectionProblems?(options: { readonly [key: string]: Json }): readonly OptionProblem[];
  /** Features of the driver, for `requires.driver`. */
  readonly features: ReadonlySet<string>;
}

/** What a client needs by default to connect to servers with TLS. */
export type ClientTls =
  & Pick<ServerTls, "caFile">
  & Partial<Pick<ServerTls, "certFile" | "keyFile">>;

/** How an application actor is started. */
export interface StartApplication {
  (
    key: string,
    options: { readonly [key: string]: Json },
    context: {
      readonly name: string;
      readonly servers: readonly string[];
      /** What its connection needs, where the servers have TLS. */
      readonly tls?: ClientTls;
      readonly log: (text: string) => void;
      readonly signal: AbortSignal;
    },
  ): Promise<AsyncDisposable>;
}

/** A process in a group of its own. Disposing of it ends the whole group. */
export interface ShellProcess extends AsyncDisposable {
  /** What it writes to its standard output; has to be read to the end. */
  readonly stdout: ReadableStream<Uint8Array>;
  /** What it writes to its standard error; has to be read to the end. */
  readonly stderr: ReadableStream<Uint8Array>;
  /** How it ended: the exit code, and the signal where one ended it. */
  readonly status: Promise<{ readonly code: number; readonly signal: string | null }>;
}

/** Starts a command in a shell; it ends with the rig, whatever ends the rig. */
export interface StartShell {
  (command: string, options: {
    readonly env: { readonly [name: string]: string };
    readonly folder: string;
    readonly stdin?: Uint8Array;
  }): Promise<ShellProcess>;
}

/** The world a run acts on. */
export interface RunEnvironment {
  /** The language's words. */
  readonly vocabulary: Vocabulary;
  /** Who performs client operations. */
  readonly driver: Driver;
  /** The codec of the scenario's payloads, its own .proto files compiled. */
  readonly codec: PayloadCodec;
  /** Starts `app` actors. */
  readonly startApplication: StartApplication;
  /** Starts process actors and the commands of `run` steps. */
  readonly startShell: StartShell;
  /** Starts the servers of a scenario and returns when they are ready. */
  startServers(
    spec: ManagedServerSpec,
    options: { readonly signal: AbortSignal; readonly observe: (event: ServerEvent) => void },
  ): Promise<Cluster>;
  /** Sees each event as it happens. */
  readonly observe?: (event: RunEvent) => void;
  /** Cancels the run. */
  readonly signal: AbortSignal;
  /** Which try of the run this is, from 1. */
  readonly attempt: number;
}
