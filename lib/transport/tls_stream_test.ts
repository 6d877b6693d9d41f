// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { makeCertificates } from "../server/mod.ts";
import type { ByteStream } from "./byte_stream.ts";
import { startTls } from "./tls_stream.ts";

/** Meets a TLS server that says something, in a folder that is removed afterwards. */
async function withStream(
  say: (conn: Deno.TlsConn) => Promise<void>,
  test: (stream: ByteStream) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const { ca, server } = await makeCertificates({ folder });
  const { cert, key } = server;
  using listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key });
  const served = (async () => {
    using conn = await listener.accept();
    await say(conn);
  })();
  const { port } = listener.addr;
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  const { signal } = new AbortController();
  const stream = await startTls(conn, { ca }, { host: "127.0.0.1", signal });
  try {
    await test(stream);
  } finally {
    stream.close();
    await served;
    await Deno.remove(folder, { recursive: true });
  }
}

async function readToEnd(conn: Deno.Conn): Promise<number> {
  const buffer = new Uint8Array(64 * 1024);
  let size = 0;
  try {
    for (let n = await conn.read(buffer); n !== null; n = await conn.read(buffer)) size += n;
  } catch (error) {
    // The client leaves without a farewell.
    if (!(error instanceof Deno.errors.UnexpectedEof)) throw error;
  }
  return size;
}

Deno.test("TlsStream.read() leaves with the peer what nobody takes", async () => {
  const much = 64 * 1024 * 1024;
  let told = 0;
  await withStream(async (conn) => {
    const chunk = new Uint8Array(1024 * 1024);
    while (told < much) told += await conn.write(chunk);
    await readToEnd(conn);
  }, async (stream) => {
    let taken = (await stream.read())?.length ?? 0;
    // The peer has time to say it all, if anybody takes it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert(told < much / 2, `the peer could tell ${told}`);
    while (taken < much) taken += (await stream.read())?.length ?? much;
    assertEquals(taken, much);
  });
});

Deno.test("TlsStream.read() gives plain arrays, and null at the end", async () => {
  await withStream(async (conn) => {
    await conn.write(new TextEncoder().encode("bye"));
  }, async (stream) => {
    assertEquals(await stream.read(), new TextEncoder().encode("bye"));
    assertEquals(await stream.read(), null);
    assertEquals(await stream.read(), null);
    await assertRejects(() => stream.write(new Uint8Array(1)), Error, "the connection was closed");
  });
});

Deno.test("TlsStream.write() hands on all bytes in order, and waits for a slow peer", async () => {
  let size = 0;
  await withStream(async (conn) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    size = await readToEnd(conn);
  }, async (stream) => {
    // What is left unread when a socket is closed would undo what has just been written.
    const end = stream.read();
    for (let n = 0; n < 20; n++) await stream.write(new Uint8Array(1024 * 1024));
    stream.close();
    assertEquals(await end, null);
  });
  assertEquals(size, 20 * 1024 * 1024);
});

Deno.test("TlsStream.close() ends a pending read and a pending write", async () => {
  const gone = Promise.withResolvers<void>();
  await withStream(() => gone.promise, async (stream) => {
    const read = stream.read();
    const write = (async () => {
      while (true) await stream.write(new Uint8Array(1024 * 1024));
    })();
    const ended = assertRejects(() => write, Error, "the connection was closed");
    await new Promise((resolve) => setTimeout(resolve, 50));
    stream.close();
    assertEquals(await read, null);
    await ended;
    stream.close();
    gone.resolve();
  });
});
