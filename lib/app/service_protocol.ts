// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The answers of the NATS service protocol (ADR-32), as plain data. */

import type { EndpointStats } from "./endpoint.ts";

/** Who a service is. */
export interface ServiceIdentity {
  /** Letters, digits, `-` and `_`; the same for all instances. */
  readonly name: string;
  /** Unique for each instance. */
  readonly id: string;
  /** A semantic version. */
  readonly version: string;
  /** Anything else worth knowing. */
  readonly metadata: { readonly [key: string]: string };
}

/** An endpoint as the protocol describes it. */
export interface EndpointInfo {
  /** Unique in the service. */
  readonly name: string;
  /** The subject pattern it listens on. */
  readonly subject: string;
  /** The queue group, empty for none. */
  readonly queue_group: string;
  /**
   * The payload types: `send` and `reply` by their names, and `schema`: the fields of protobuf
   * messages, as JSON.
   */
  readonly metadata: { readonly [key: string]: string };
}

/** An endpoint's counters as the protocol has them. */
export interface EndpointStatistics {
  /** Unique in the service. */
  readonly name: string;
  /** The subject pattern it listens on. */
  readonly subject: string;
  /** The queue group, empty for none. */
  readonly queue_group: string;
  /** Messages handled. */
  readonly num_requests: number;
  /** Those that failed. */
  readonly num_errors: number;
  /** `500:internal error`; empty where there was none. */
  readonly last_error: string;
  /** Nanoseconds, of all messages. */
  readonly processing_time: number;
  /** Nanoseconds. */
  readonly average_processing_time: number;
  /** Counters of natsrig's own. */
  readonly data: EndpointData;
}

/** How full an endpoint is. */
export interface EndpointData {
  /** Messages that are being handled. */
  readonly running: number;
  /** Messages that wait for that. */
  readonly waiting: number;
  /** Messages refused, as too many waited or the end had come; they are among the errors. */
  readonly refused: number;
}

/** The answer to `$SRV.PING`. */
export interface ServicePing extends ServiceIdentity {
  /** The protocol's name for it. */
  readonly type: "io.nats.micro.v1.ping_response";
}

/** The answer to `$SRV.INFO`. */
export interface ServiceInfo extends ServiceIdentity {
  /** The protocol's name for it. */
  readonly type: "io.nats.micro.v1.info_response";
  /** What the service is for. */
  readonly description: string;
  /** What it listens on. */
  readonly endpoints: readonly EndpointInfo[];
}

/** The answer to `$SRV.STATS`. */
export interface ServiceStats extends ServiceIdentity {
  /** The protocol's name for it. */
  readonly type: "io.nats.micro.v1.stats_response";
  /** When it began, ISO 8601 in UTC. */
  readonly started: string;
  /** Counters since then. */
  readonly endpoints: readonly EndpointStatistics[];
}

/** The subjects a service answers a verb on: for all services, by name, by instance. */
export function controlSubjects(
  verb: "PING" | "INFO" | "STATS",
  identity: ServiceIdentity,
): readonly string[] {
  const { name, id } = identity;
  return [`$SRV.${verb}`, `$SRV.${verb}.${name}`, `$SRV.${verb}.${name}.${id}`];
}

/** An endpoint's counters in the protocol's units. */
export function toStatistics(
  endpoint: Omit<EndpointInfo, "metadata">,
  stats: EndpointStats,
  { running, waiting }: Omit<EndpointData, "refused">,
): EndpointStatistics {
  const processing = Math.round(stats.processingMs * 1e6);
  return {
    name: endpoint.name,
    subject: endpoint.subject,
    queue_group: endpoint.queue_group,
    num_requests: stats.requests,
    num_errors: stats.errors,
    last_error: stats.lastError,
    processing_time: processing,
    average_processing_time: stats.requests === 0 ? 0 : Math.round(processing / stats.requests),
    data: { running, waiting, refused: stats.refused },
  };
}
