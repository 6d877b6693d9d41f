// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The seam of the ways to a nats-server binary. @module */

import type { Platform } from "../platform.ts";
import type { RunCommand } from "../run_command.ts";

/** What a provider is doing, for a progress line. */
export interface Progress {
  /** Its name. */
  readonly provider: string;
  /** `nats-server 2.15.0: downloading`. */
  readonly text: string;
  /** Bytes so far. */
  readonly done?: number;
  /** Bytes in all, where known. */
  readonly total?: number;
}

/** A nats-server binary. */
export interface FoundServer {
  /** Where it is. */
  readonly path: string;
  /** `2.15.0`. */
  readonly version: string;
  /** The name of the provider that has it. */
  readonly provider: string;
}

/** What is looked for, and the world it is looked for in. */
export interface FindRequest {
  /** A range the version must be in. */
  readonly requires: string;
  /** A version, or the first parts of one, that was asked for: `2.15.2`, `2.12`. */
  readonly version?: string;
  /** The rig's cache folder. */
  readonly cache: string;
  /** The base URL of release archives. */
  readonly mirror: string;
  /** What a binary is needed for. */
  readonly platform: Platform;
  /** Reads the environment. */
  readonly env: (name: string) => string | undefined;
  /** Runs other programs. */
  readonly run: RunCommand;
  /** Is told what is being done. */
  readonly progress: (progress: Progress) => void;
  /** Ends whatever is being done. */
  readonly signal?: AbortSignal;
}

/** A provider's answer: a binary that satisfies the request, or why there is none. */
export type Answer =
  | {
    readonly path: string;
    readonly version: string;
    /** Who really had it, where that is another one. */
    readonly provider?: string;
  }
  | { readonly reason: string };

/** One way to a nats-server binary. */
export interface Provider {
  /** `cache`, `path`, `archive` … */
  readonly name: string;
  /** Looks for a binary, or fetches one. What it throws counts as the reason. */
  find(request: FindRequest): Promise<Answer>;
}
