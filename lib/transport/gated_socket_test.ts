// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { once } from "node:events";
import { startFakePeer, tell } from "./fake_peer.ts";
import { GatedSocket } from "./gated_socket.ts";

async function open(port: number): Promise<GatedSocket> {
  return new GatedSocket(await Deno.connect({ hostname: "127.0.0.1", port }));
}

/** Ends it, and waits until that is done. */
async function end(socket: GatedSocket): Promise<void> {
  const closed = once(socket, "close");
  socket.destroy();
  await closed;
}

Deno.test("GatedSocket reads while its gate is open", async () => {
  await using peer = startFakePeer((conn) => tell(conn, "hello"));
  const socket = await open(peer.port);
  const [data] = await once(socket, "data");
  assertEquals(`${data}`, "hello");
  await end(socket);
  await peer.left;
});

Deno.test("GatedSocket takes no more from the peer than a buffer, while its gate is closed", async () => {
  const much = 64 * 1024 * 1024;
  let told = false;
  await using peer = startFakePeer(async (conn) => {
    await tell(conn, new Uint8Array(much));
    told = true;
  });
  const socket = await open(peer.port);
  let taken = 0;
  socket.on("data", (data) => {
    socket.closeGate();
    taken += data.length;
  });
  await once(socket, "data");
  // The peer has time to say it all, if anybody takes it.
  await new Promise((resolve) => setTimeout(resolve, 300));
  assertEquals([told, taken <= 2 * 64 * 1024], [false, true]);
  socket.removeAllListeners("data");
  socket.on("data", (data) => taken += data.length);
  socket.openGate();
  while (taken < much) await once(socket, "data");
  assertEquals(taken, much);
  await end(socket);
  await peer.left;
});

Deno.test("GatedSocket hears a peer's last words before a write fails", async () => {
  await using peer = startFakePeer(async (conn) => {
    await tell(conn, "go away");
    conn.close();
  });
  const socket = await open(peer.port);
  const heard: string[] = [];
  socket.on("data", (data) => heard.push(`data ${data}`));
  socket.closeGate();
  await peer.left;
  const failed = new Promise((resolve) => socket.once("close", resolve));
  socket.on(
    "error",
    (error) => heard.push(isBroken(error) ? "broken" : `${error}`),
  );
  // The first goes to a peer that is gone, the second finds that out.
  const timer = setInterval(() => socket.write(new Uint8Array(65_536)), 1);
  await failed;
  clearInterval(timer);
  assertEquals(heard, ["data go away", "broken"]);
});

Deno.test("GatedSocket frees the connection when it is destroyed while its gate is closed", async () => {
  await using peer = startFakePeer(() => Promise.resolve());
  const socket = await open(peer.port);
  socket.closeGate();
  socket.resume();
  await end(socket);
  // Resolves only when the connection is closed.
  await peer.left;
});

function isBroken(error: Error): boolean {
  return error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset;
}
