// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * What a program left behind. Its processes are known by a variable in their environment, which
 * whatever they start inherits, so that other work on the machine is never taken for theirs; its
 * folders by a folder for temporary files of its own. Listening ports are those of its processes,
 * and new ones that belong to no process at all. Needs Linux's /proc; elsewhere processes are
 * looked for by name, and ports not at all.
 *
 * @module
 */

/** The mark that a program and whatever it starts carry. */
export interface Mark {
  readonly variable: string;
  readonly value: string;
}

/** What is to be looked for. */
export interface LeftoverOptions {
  readonly mark: Mark;
  /** The program's own folder for temporary files, absolute. */
  readonly folder: string;
  /** What there was before. */
  readonly before: Snapshot;
}

/** What there is at some time. */
export interface Snapshot {
  /** Listening TCP sockets: inode to port. */
  readonly sockets: ReadonlyMap<string, number>;
  /** Ids of processes that are called nats-server. */
  readonly servers: ReadonlySet<number>;
}

const onLinux = Deno.build.os === "linux";

/** Looks at what there is now. */
export async function takeSnapshot(): Promise<Snapshot> {
  return { sockets: await listeningSockets(), servers: await namedServers() };
}

/** What is left, a line each; empty where nothing is. */
export async function findLeftovers(
  { mark, folder, before }: LeftoverOptions,
): Promise<readonly string[]> {
  const [processes, ports, folders] = await Promise.all([
    onLinux ? markedProcesses(mark) : newServers(before),
    strayPorts(mark, before),
    Array.fromAsync(Deno.readDir(folder), ({ name }) => name),
  ]);
  return [
    ...processes.map(({ pid, command }) => `process ${pid}: ${command}`),
    ...ports.map((port) => `listening port ${port}`),
    ...folders.map((name) => `in the folder for temporary files: ${name}`),
  ];
}

/** Looks again and again until nothing is left, for at most so long; gives what is left then. */
export async function awaitNoLeftovers(
  options: LeftoverOptions,
  patienceMs: number,
): Promise<readonly string[]> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const left = await findLeftovers(options);
    if (left.length === 0 || performance.now() > end) return left;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface FoundProcess {
  readonly pid: number;
  readonly command: string;
}

async function markedProcesses({ variable, value }: Mark): Promise<readonly FoundProcess[]> {
  const found: FoundProcess[] = [];
  for (const pid of await processIds()) {
    const environment = await readProc(`${pid}/environ`);
    if (!environment.split("\0").includes(`${variable}=${value}`)) continue;
    const command = (await readProc(`${pid}/cmdline`)).replaceAll("\0", " ").trim();
    // A process without a command line has ended, and waits to be reaped.
    if (command !== "") found.push({ pid, command });
  }
  return found;
}

async function newServers(before: Snapshot): Promise<readonly FoundProcess[]> {
  return [...await namedServers()]
    .filter((pid) => !before.servers.has(pid))
    .map((pid) => ({ pid, command: "nats-server" }));
}

async function namedServers(): Promise<ReadonlySet<number>> {
  if (onLinux || Deno.build.os === "windows") return new Set();
  const { stdout } = await new Deno.Command("ps", { args: ["-axo", "pid=,comm="] }).output();
  const lines = new TextDecoder().decode(stdout).split("\n");
  return new Set(
    lines.filter((line) => /nats-server\s*$/.test(line)).map((line) => Number.parseInt(line, 10)),
  );
}

async function strayPorts(mark: Mark, before: Snapshot): Promise<readonly number[]> {
  const sockets = await listeningSockets();
  const fresh = [...sockets].filter(([inode]) => !before.sockets.has(inode));
  if (fresh.length === 0) return [];
  const marked = new Set((await markedProcesses(mark)).map(({ pid }) => pid));
  const owners = await socketOwners();
  const stray = fresh.filter(([inode]) => {
    const owner = owners.get(inode);
    return owner === undefined || marked.has(owner);
  });
  // A socket that has gone meanwhile was never stray.
  const still = await listeningSockets();
  return stray.filter(([inode]) => still.has(inode)).map(([, port]) => port);
}

async function listeningSockets(): Promise<ReadonlyMap<string, number>> {
  if (!onLinux) return new Map();
  const listening = "0A";
  const tables = await Promise.all([readProc("net/tcp"), readProc("net/tcp6")]);
  const rows = tables.flatMap((table) => table.split("\n").slice(1));
  return new Map(rows.flatMap((row): readonly (readonly [string, number])[] => {
    const [, local = "", , state, , , , , , inode = ""] = row.trim().split(/\s+/);
    const port = Number.parseInt(local.split(":").at(-1) ?? "", 16);
    return state === listening ? [[inode, port]] : [];
  }));
}

async function socketOwners(): Promise<ReadonlyMap<string, number>> {
  const owners = new Map<string, number>();
  for (const pid of await processIds()) {
    const folder = `/proc/${pid}/fd`;
    const names = await orGone(() => Array.fromAsync(Deno.readDir(folder), ({ name }) => name), []);
    for (const name of names) {
      const target = await orGone(() => Deno.readLink(`${folder}/${name}`), "");
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined) owners.set(inode, pid);
    }
  }
  return owners;
}

async function processIds(): Promise<readonly number[]> {
  const names = await Array.fromAsync(Deno.readDir("/proc"), ({ name }) => name);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

function readProc(path: string): Promise<string> {
  return orGone(() => Deno.readTextFile(`/proc/${path}`), "");
}

/** A process may end while it is looked at, or be somebody else's. */
async function orGone<T>(look: () => Promise<T>, gone: T): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return gone;
    if (error instanceof Deno.errors.PermissionDenied) return gone;
    if (error instanceof Deno.errors.NotCapable) return gone;
    if (error instanceof Error && /No such process|os error 3\b/.test(error.message)) return gone;
    throw error;
  }
}
