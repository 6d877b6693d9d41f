// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** One batch of requests to a responder. @module */

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { EchoRequestSchema, EchoResponseSchema } from "../proto/mod.ts";
import { message, type Usage } from "./app_contender.ts";
import type { LineProcess } from "./client_process.ts";
import type { RawConnection } from "./client_raw.ts";

/** A responder's process, and where it answers. */
export interface Responder {
  readonly process: LineProcess<"usage", Usage>;
  readonly subject: string;
}

/** What one batch took. */
export interface AppBatch {
  readonly elapsedMs: number;
  /** Of the responder's process. */
  readonly cpuMs: number;
  /** Of each request, in the order of their ends. */
  readonly timesMs: readonly number[];
}

const request = toBinary(EchoRequestSchema, create(EchoRequestSchema, { message }));
const answer = create(EchoResponseSchema, { message: `echo ${message}` });
const answerSize = toBinary(EchoResponseSchema, answer).length;

/** Requests, `inFlight` at a time. */
export async function requestBatch(
  connection: RawConnection,
  { process, subject }: Responder,
  { count, inFlight, signal }: {
    readonly count: number;
    readonly inFlight: number;
    readonly signal: AbortSignal;
  },
): Promise<AppBatch> {
  const timesMs: number[] = [];
  let left = count;
  const work = async () => {
    while (left-- > 0) {
      const start = performance.now();
      const { data } = await connection.request(subject, request);
      timesMs.push(performance.now() - start);
      if (data.length !== answerSize) throw new Error(`${data.length} bytes came as the answer`);
    }
  };
  const before = await process.ask("usage", signal);
  const start = performance.now();
  await Promise.all(Array.from({ length: inFlight }, work));
  const elapsedMs = performance.now() - start;
  const { cpuMs } = await process.ask("usage", signal);
  return { elapsedMs, cpuMs: cpuMs - before.cpuMs, timesMs };
}

/**
 * Checks that a responder does its work.
 *
 * @throws {Error} where the answer is not what it has to be
 */
export async function checkAnswer(connection: RawConnection, subject: string): Promise<void> {
  const { data } = await connection.request(subject, request);
  const got = fromBinary(EchoResponseSchema, data).message;
  if (got !== answer.message) throw new Error(`${subject} answered ${JSON.stringify(got)}`);
}
