// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { LaunchedProcess } from "./launch.ts";
import type { ConfigSettings } from "./render_config.ts";
import type { GuardedProcess, ProcessStatus } from "./spawn_guarded.ts";
import { deadline } from "./wait.ts";

/** How long a server may take to end in an orderly way. */
const stopGraceMs = 5_000;

/** A nats-server process from its start to its end. */
export class ServerRun implements LaunchedProcess {
  readonly process: GuardedProcess;
  readonly ended: Promise<ProcessStatus>;
  /** Its configuration, ports as they were written: a reload must not change them. */
  settings: ConfigSettings;
  /** Its end has been asked for. */
  asked = false;
  paused = false;
  ready = false;

  constructor(launched: LaunchedProcess, settings: ConfigSettings) {
    this.process = launched.process;
    this.ended = launched.ended;
    this.settings = settings;
  }

  /** Ends it, frozen or not; with SIGKILL where it does not heed SIGTERM. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    this.asked = true;
    this.process.kill(signal);
    // A frozen process takes the signal when it is awake again.
    if (this.paused && signal === "SIGTERM") this.process.kill("SIGCONT");
    using limit = deadline(stopGraceMs, () => new Error("it does not end"));
    limit.signal.addEventListener("abort", () => void this.process.kill("SIGKILL"));
    await this.ended;
  }
}
