// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** One batch of work. @module */

import { readFileSync } from "node:fs";
import process from "node:process";
import type { Link } from "./client_link.ts";
import {
  type Batch,
  burstOf,
  echoSubject,
  filledStream,
  inFlight,
  publishStream,
  type Task,
} from "./client_row.ts";
import { quantile } from "./measure.ts";

/** What a process works with. */
export interface Links {
  readonly link: Link;
  /** A subject of this process's own, which nobody is subscribed to. */
  readonly subject: string;
  /** Where the process's other connection answers. */
  readonly echo: string;
  /** Counts what arrives at `<subject>.received`, over a connection of its own. */
  readonly receiver: Receiver;
}

/** Connects twice, and subscribes with the second connection. */
export async function openLinks(open: () => Promise<Link>): Promise<Links> {
  const subject = `bench.${process.pid}`;
  const receiver = new Receiver();
  const [link, other] = [await open(), await open()];
  await other.subscribe(`${subject}.received`, (size) => receiver.receive(size));
  const echo = `${subject}.echo`;
  await other.echo(echo);
  return { link, subject, echo, receiver };
}

/** Counts messages. */
class Receiver {
  bytes = 0;
  #count = 0;
  #goal = 0;
  #reach = () => {};

  restart(): void {
    this.bytes = 0;
    this.#count = 0;
  }

  receive(size: number): void {
    this.bytes += size;
    if (++this.#count === this.#goal) this.#reach();
  }

  /** Resolves when so many have arrived. */
  reached(count: number): Promise<void> {
    if (this.#count >= count) return Promise.resolve();
    this.#goal = count;
    return new Promise((resolve) => this.#reach = resolve);
  }
}

/** Does a batch, and takes its time. */
export async function perform(task: Task, links: Links): Promise<Batch> {
  const work = prepare(task, links);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const times = await work();
  const elapsedMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const peakBytes = peakMemory();
  return {
    elapsedMs,
    cpuMs: (user + system) / 1000,
    ...peakBytes !== undefined && { peakBytes },
    ...times !== undefined && {
      latency: { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) },
    },
  };
}

/** The work itself; it gives the operations' own times where they are taken. */
type Work = () => Promise<readonly number[] | undefined>;

function prepare(task: Task, links: Links): Work {
  const { row, size, count } = task;
  const { link, echo } = links;
  const data = payload(size);
  const ask = async (subject: string) =>
    expectSize((await link.request(subject, data)).data.length, size);
  const store = () => link.publishStored(publishStream.subject, data);
  switch (row) {
    case "publish":
      return () => publishFlushed(task, links);
    case "pubsub":
      return () => publishReceived(task, links);
    case "request":
      return () => oneByOne(count, () => ask(echo));
    case "request-256":
      return () => together(count, () => ask(echo));
    case "far":
      return () => oneByOne(count, () => ask(echoSubject));
    case "far-256":
      return () => together(count, () => ask(echoSubject));
    case "js-publish":
      return () => oneByOne(count, store);
    case "js-publish-256":
      return () => together(count, store);
    case "js-consume":
      return async () => {
        expectSize(await link.consume(filledStream.name, count), count * size);
        return undefined;
      };
  }
}

/** Publishes at a stretch; while one stretch is on its way the next one is made. */
async function publishFlushed({ count, size }: Task, { link, subject }: Links): Promise<undefined> {
  const data = payload(size);
  const burst = burstOf(size);
  let flushed: Promise<void> = Promise.resolve();
  for (let left = count; left > 0; left -= burst) {
    for (let i = Math.min(left, burst); i > 0; i--) link.publish(subject, data);
    const next = link.flush();
    await flushed;
    flushed = next;
  }
  await flushed;
}

async function publishReceived(
  { count, size }: Task,
  { link, subject, receiver }: Links,
): Promise<undefined> {
  const data = payload(size);
  const burst = burstOf(size);
  const received = `${subject}.received`;
  receiver.restart();
  for (let sent = 0; sent < count;) {
    await receiver.reached(sent - burst);
    const end = Math.min(count, sent + burst);
    for (; sent < end; sent++) link.publish(received, data);
  }
  await receiver.reached(count);
  expectSize(receiver.bytes, count * size);
}

async function oneByOne(
  count: number,
  operate: () => Promise<unknown>,
): Promise<readonly number[]> {
  const times: number[] = [];
  let start = performance.now();
  for (let i = 0; i < count; i++) {
    await operate();
    const end = performance.now();
    times.push(end - start);
    start = end;
  }
  return times;
}

async function together(count: number, operate: () => Promise<unknown>): Promise<undefined> {
  let left = count;
  const work = async () => {
    while (left-- > 0) await operate();
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

function payload(size: number): Uint8Array {
  return new Uint8Array(size).fill(0x78);
}

function expectSize(size: number, expected: number): void {
  if (size !== expected) throw new Error(`${size} bytes arrived instead of ${expected}`);
}

function peakMemory(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
  return found === null ? undefined : Number(found[1]) * 1024;
}
