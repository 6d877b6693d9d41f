// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A peer for tests that says what no nats-server says. */
export interface FakePeer extends AsyncDisposable {
  readonly port: number;
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  /** How many connections it has taken. */
  readonly taken: number;
  /** Resolves when the client has closed the first connection. */
  readonly left: Promise<void>;
}

/** An INFO line that a client takes. */
export const plainInfo =
  'INFO {"server_id":"FAKE","version":"2.10.0","proto":1,"headers":true,"max_payload":1048576}\r\n';

/**
 * Starts one. After what it has to say, it reads until the client leaves, unless it has closed the
 * connection itself.
 */
export function startFakePeer(say: (conn: Deno.TcpConn) => Promise<void>): FakePeer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const left = Promise.withResolvers<void>();
  const open = new Set<Deno.TcpConn>();
  let taken = 0;
  const talk = async (conn: Deno.TcpConn) => {
    open.add(conn);
    try {
      conn.setNoDelay(true);
      await say(conn);
      await readToEnd(conn);
    } catch (error) {
      // The client may leave at any time, and the test may end.
      if (!isGone(error)) throw error;
    } finally {
      left.resolve();
      if (open.delete(conn)) closeQuietly(conn);
    }
  };
  const serve = async () => {
    const talks: Promise<void>[] = [];
    try {
      for await (const conn of listener) {
        taken++;
        talks.push(talk(conn));
      }
    } finally {
      await Promise.all(talks);
    }
  };
  const served = serve();
  return {
    port,
    address: `127.0.0.1:${port}`,
    get taken() {
      return taken;
    },
    left: left.promise,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const conn of open) closeQuietly(conn);
      await served;
    },
  };
}

/** Writes text or bytes. */
export async function tell(conn: Deno.Conn, data: string | Uint8Array): Promise<void> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  for (let at = 0; at < bytes.length;) at += await conn.write(bytes.subarray(at));
}

/** Reads until the client has said something, such as `PING`, and gives all that it has said. */
export async function hear(conn: Deno.Conn, wanted: string): Promise<string> {
  const buffer = new Uint8Array(64 * 1024);
  const decoder = new TextDecoder();
  let heard = "";
  while (!heard.includes(wanted)) {
    const n = await conn.read(buffer);
    if (n === null) throw new Deno.errors.ConnectionReset("the client left");
    heard += decoder.decode(buffer.subarray(0, n), { stream: true });
  }
  return heard;
}

async function readToEnd(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(64 * 1024);
  while (await conn.read(buffer) !== null);
}

function closeQuietly(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function isGone(error: unknown): boolean {
  return [
    Deno.errors.BadResource,
    Deno.errors.BrokenPipe,
    Deno.errors.ConnectionReset,
    Deno.errors.Interrupted,
  ].some((type) => error instanceof type);
}
