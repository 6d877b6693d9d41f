// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The responder in a process of its own, one for all contenders: `URL`. @module */

import { echoSubject } from "./client_row.ts";
import { RawConnection } from "./client_raw.ts";

if (import.meta.main) {
  const connection = await RawConnection.open(Deno.args[0] ?? "");
  await connection.subscribe(echoSubject, (message) => connection.echo(message));
  console.log("{}");
  // The end of its input is the end of its parent.
  for await (const _ of Deno.stdin.readable);
  Deno.exit();
}
