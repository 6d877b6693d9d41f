// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Transport } from "@nats-io/nats-core/internal";

/** What natsrig's transport tells of its writing, and the original does not. */
export interface PacedTransport extends Transport {
  /** Whether bytes wait for the operating system. */
  readonly writing: boolean;
  /** Called when none wait any more. */
  onIdle: (() => void) | undefined;
}

/** Whether a transport tells of its writing. */
export function isPaced(transport: Transport): transport is PacedTransport {
  return "writing" in transport && "onIdle" in transport;
}
