// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Peers that say what no nats-server says, met by the transport and by the client. @module */

import { assert, assertEquals } from "@std/assert";
import { ClientError, connect as connectClient } from "../client/mod.ts";
import { plainInfo } from "./fake_peer.ts";
import type { Random } from "./fake_random.ts";
import { chunksOf, mutate, seededRandom } from "./fake_random.ts";
import type { Script, Words } from "./fake_session.ts";
import { startSession, validMessages } from "./fake_session.ts";
import type { Msg } from "./mod.ts";
import {
  AuthorizationError,
  connect,
  ConnectionError,
  ProtocolError,
  TimeoutError,
} from "./mod.ts";

/** How a meeting with a peer ended. */
interface Meeting {
  /** Subject, reply, header `k` and payload of each message. */
  readonly received: readonly string[];
  /** What connecting, or the connection, ended with. */
  readonly error: Error | undefined;
}

type Meet = (servers: string, received: string[]) => Promise<Error | undefined>;

const encoder = new TextEncoder();
/** Far longer than any meeting takes; what is later hangs. */
const hangMs = 10_000;
/** Random sessions that are met together, and how many times. */
const atOnce = 20;
const rounds = 100;
const options = { reconnect: false, timeout: 5000 };
const everything = ["a  undefined hello", "a reply.to undefined ", "a  v hi", "a reply.to v "];
const expected = [...everything, "a  undefined e\r\nnd!"];

async function meetByTransport(servers: string, received: string[]): Promise<Error | undefined> {
  try {
    const connection = await connect({ ...options, servers });
    // The server does not look into headers: what is wrong there is for the callback to bear.
    const callback = (_: unknown, message: Msg) => void received.push(attempt(() => show(message)));
    connection.subscribe("a", { callback });
    const reason = await connection.closed();
    return reason instanceof Error ? reason : undefined;
  } catch (error) {
    return toError(error);
  }
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch (error) {
    return `${error}`;
  }
}

function show({ subject, reply = "", headers, data }: Msg): string {
  return `${subject} ${reply} ${headers?.get("k")} ${new TextDecoder().decode(data)}`;
}

async function meetByClient(servers: string, received: string[]): Promise<Error | undefined> {
  try {
    const client = await connectClient({ ...options, servers });
    client.subscribe("a", {
      callback: (message) => {
        const { subject, reply = "", headers } = message;
        received.push(`${subject} ${reply} ${headers?.k?.[0]} ${message.text()}`);
      },
    });
    await client.closed();
    return client.lastError;
  } catch (error) {
    return toError(error);
  }
}

/** Meets a peer, and waits until both have gone. */
async function meet(by: Meet, script: Script): Promise<Meeting> {
  await using peer = startSession(script);
  const received: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`hangs: ${JSON.stringify(script)}`)), hangMs);
  });
  const error = await Promise.race([by(peer.address, received), hang]);
  await Promise.race([peer.left, hang]);
  clearTimeout(timer);
  return { received, error };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(`no error: ${error}`);
}

/** Holds that an error is one to branch on. */
function assertTyped(error: Error | undefined, script: unknown): void {
  const classes = [ConnectionError, ProtocolError, AuthorizationError, TimeoutError, ClientError];
  const typed = error === undefined || classes.some((type) => error instanceof type);
  const open = error instanceof ClientError && error.code === "unexpected";
  assert(typed && !open, `${Deno.inspect(error)} of ${Deno.inspect(script)}`);
}

/** Runs a test that must not print anything. */
async function inSilence(test: () => Promise<void>): Promise<void> {
  const printed: unknown[] = [];
  const { log } = console;
  console.log = (...words: unknown[]) => void printed.push(words);
  try {
    await test();
  } finally {
    console.log = log;
  }
  assertEquals(printed, []);
}

const ways = [["transport", meetByTransport], ["client", meetByClient]] as const;

for (const [name, by] of ways) {
  Deno.test(`connect() of the ${name} takes a session split at any byte`, async () => {
    const messages = encoder.encode(validMessages("1"));
    for (let at = 0; at <= messages.length; at += name === "client" ? 7 : 1) {
      const { received } = await meet(by, {
        messages: (sid) => splitAt(encoder.encode(validMessages(sid)), at),
      });
      assertEquals(received, expected, `split at ${at}`);
    }
    const opening = encoder.encode(plainInfo);
    for (let at = 0; at <= opening.length; at += 5) {
      const { received } = await meet(by, {
        greeting: splitAt(opening, at),
        answer: ["PO", "NG\r", "\n"],
        messages: validMessages,
      });
      assertEquals(received, expected, `greeting split at ${at}`);
    }
    const { received } = await meet(by, {
      greeting: [...opening].map((byte) => Uint8Array.of(byte)),
      messages: (sid) => [...encoder.encode(validMessages(sid))].map((it) => Uint8Array.of(it)),
    });
    assertEquals(received, expected);
  });
}

function splitAt(bytes: Uint8Array, at: number): readonly Uint8Array[] {
  return [bytes.subarray(0, at), bytes.subarray(at)];
}

const flood = 1024 * 1024;
const wrongGreetings: readonly Words[] = [
  "",
  "\r\n",
  "INFO",
  "INFO \r\n",
  "INFO {\r\n",
  "INFO null\r\n",
  "INFO []\r\n",
  'INFO "text"\r\n',
  "INFO {}\r\n",
  'INFO {"version":2}\r\n',
  'INFO {"version":"new"}\r\n',
  plainInfo.replace("1048576", "-1"),
  plainInfo.replace("1048576", "0"),
  plainInfo.replace("1048576", '"1"'),
  plainInfo.replace('"proto":1', '"connect_urls":"all"'),
  plainInfo.replace('"proto":1', '"connect_urls":["::::x","http://"]'),
  plainInfo.replace('"proto":1', '"connect_urls":[1,null]'),
  plainInfo.replace('"proto":1', '"nonce":7'),
  plainInfo.replace("\r\n", "\n"),
  "PING\r\n",
  "-ERR 'maximum connections exceeded'\r\n",
  `INFO ${"x".repeat(flood + 1)}`,
  new Uint8Array(flood + 1).fill(0x49),
  [plainInfo, "x".repeat(flood)],
  `${plainInfo}HTTP/1.1 400 Bad Request\r\n`,
];
const wrongAnswers: readonly Words[] = [
  "",
  "\r\n",
  "PUNG\r\n",
  "-ERR 'Unknown Protocol Operation'\r\nX",
  "-ERR 'Authorization Violation'\r\n",
  "INFO {}\r\nPONG\r\n",
  "MSG a 1 -1\r\n",
  `-ERR ${"x".repeat(flood + 1)}`,
  "PONG\r\nPONGO\r\n",
  "x".repeat(100_000),
];
const wrongMessages: readonly string[] = [
  "MSG",
  "MSG a SID 3\r\nhello\r\n",
  "MSG a SID 9\r\nhello\r\nPING\r\n",
  "MSG a SID -5\r\nhello\r\n",
  "MSG a SID 99999999999\r\nhello\r\n",
  "MSG a SID 9e9\r\nhello\r\n",
  "MSG a SID\r\nhello\r\n",
  "MSG a other 5\r\nhello\r\n",
  "MSG a 4294967296 5\r\nhello\r\nX",
  "MSG a b c d e SID 5\r\nhello\r\n",
  "HMSG a SID 5\r\nhello\r\n",
  "HMSG a SID 9 5\r\nhello\r\n",
  "HMSG a SID -1 5\r\nhello\r\n",
  "HMSG a SID x 5\r\nhello\r\n",
  `MSG ${"a".repeat(flood)} SID 0\r\n\r\n`,
  `MSG a SID 0${"\t".repeat(flood)}`,
  "INFO [1]\r\n",
  'INFO {"max_payload":-1,"version":"2.10.0"}\r\n',
  "SUB a 1\r\n",
  "\0\0\0\0",
];

for (const [name, by] of ways) {
  Deno.test(`connect() of the ${name} gives a typed error to what no server says`, async () => {
    await inSilence(async () => {
      const scripts: Script[] = [
        ...wrongGreetings.map((greeting) => ({ greeting, leave: true })),
        ...wrongAnswers.map((answer) => ({ answer, leave: true })),
        ...wrongMessages.map((text) => ({
          messages: (sid: string) => text.replaceAll("SID", sid),
        })),
      ];
      for (const script of scripts) {
        const { received, error } = await meet(by, script);
        assertTyped(error, script);
        assertEquals(received, []);
        // A line that has only begun when the peer leaves is no fault of the protocol.
        const whole = script.messages?.("1") !== "MSG";
        if (whole) assert(error !== undefined, Deno.inspect(script));
      }
    });
  });

  Deno.test(`connect() of the ${name} lives through floods`, async () => {
    await inSilence(async () => {
      const floods = ["PING\r\n", "PONG\r\n", "+OK\r\n", "-ERR 'no'\r\n", plainInfo];
      for (const line of floods) {
        const { received, error } = await meet(by, {
          messages: (sid) => line.repeat(20_000) + validMessages(sid),
        });
        assertTyped(error, line);
        assertEquals(received, expected, line);
      }
    });
  });

  Deno.test(`connect() of the ${name} survives mutations and random bytes`, async () => {
    await inSilence(async () => {
      for (let seed = 0; seed < rounds * atOnce; seed += atOnce) {
        await Promise.all(Array.from({ length: atOnce }, async (_, n) => {
          const { error } = await meet(by, randomScript(seededRandom(seed + n)));
          assertTyped(error, `the script of seed ${seed + n}`);
        }));
      }
    });
  });
}

/** A session with a fault, or bytes that never were one. */
function randomScript(random: Random): Script {
  const noise = () => {
    const bytes = Uint8Array.from({ length: 1 + random(200) }, () => random(256));
    return chunksOf(bytes, random);
  };
  const faulty = (text: string) => chunksOf(mutate(encoder.encode(text), random), random);
  switch (random(6)) {
    case 0:
      return { greeting: noise(), leave: true };
    case 1:
      return { greeting: faulty(plainInfo), leave: true };
    case 2:
      return { answer: noise(), leave: true };
    case 3:
      return { messages: noise };
    default:
      return { messages: (sid) => faulty(validMessages(sid)) };
  }
}
