// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { FakePeer } from "./fake_peer.ts";
import { hear, plainInfo, startFakePeer, tell } from "./fake_peer.ts";

/** Text or bytes, or several, with a pause between them. */
export type Words = string | Uint8Array | readonly (string | Uint8Array)[];

/** What a peer says at each point of a session, after which it has no more to say. */
export interface Script {
  /** At once. Default: an INFO. */
  readonly greeting?: Words;
  /** To the client's first PING. Default: PONG. */
  readonly answer?: Words;
  /** To the subscription of subject `a`, whose number it gets. Default: nothing. */
  readonly messages?: (sid: string) => Words;
  /** Say no more after the first thing that is in the script. Default: false. */
  readonly leave?: boolean;
}

/** A message with each thing a message can have, for a subscription with the given number. */
export function validMessages(sid: string): string {
  return [
    `MSG a ${sid} 5\r\nhello\r\n`,
    `PING\r\nMSG a ${sid} reply.to 0\r\n\r\n+OK\r\n`,
    `HMSG a ${sid} 18 20\r\nNATS/1.0\r\nk: v\r\n\r\nhi\r\n`,
    `HMSG a ${sid} reply.to 18 18\r\nNATS/1.0\r\nk: v\r\n\r\n\r\n`,
    plainInfo,
    `-ERR 'Permissions Violation for Publish to "b"'\r\nPONG\r\n`,
    `MSG a ${sid} 6\r\ne\r\nnd!\r\n`,
  ].join("");
}

/** Starts a peer that says what a script has. */
export function startSession(script: Script): FakePeer {
  const { greeting = plainInfo, answer = "PONG\r\n", messages, leave = false } = script;
  return startFakePeer(async (conn) => {
    await say(conn, greeting);
    if (leave && script.greeting !== undefined) return await conn.closeWrite();
    let heard = await hear(conn, "PING\r\n");
    await say(conn, answer);
    if (leave) return await conn.closeWrite();
    if (!/SUB a \d+\r\n/.test(heard)) heard += await hear(conn, "SUB a ");
    const [, sid = "1"] = /SUB a (\d+)/.exec(heard) ?? [];
    await say(conn, messages?.(sid) ?? "");
    await conn.closeWrite();
  });
}

async function say(conn: Deno.Conn, words: Words): Promise<void> {
  const all = typeof words === "string" || words instanceof Uint8Array ? [words] : words;
  for (const [n, each] of all.entries()) {
    // So that it comes by a read of its own.
    if (n > 0) await new Promise((resolve) => setTimeout(resolve, 0));
    await tell(conn, each);
  }
}
