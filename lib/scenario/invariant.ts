// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Judging invariants: checks over all events of a run. Pure. @module */

import { boundsProblem } from "./check.ts";
import { count } from "./match.ts";
import { subjectMatches } from "./payload.ts";
import type { Invariant, Problem, RunEvent } from "./types.ts";
import { formatDuration } from "./unit.ts";

type Of<K extends Invariant["kind"]> = Extract<Invariant, { kind: K }>;
type Transfer = Extract<RunEvent, { kind: "publish" | "message" }>;

/** Judges every invariant. One that no event bears on is an error: it would hold for nothing. */
export function judgeInvariants(
  invariants: readonly Invariant[],
  events: readonly RunEvent[],
): readonly Problem[] {
  return invariants.flatMap((invariant) => judgeInvariant(invariant, events));
}

function judgeInvariant(
  invariant: Invariant,
  events: readonly RunEvent[],
): readonly Problem[] {
  switch (invariant.kind) {
    case "delivered":
      return judgeDelivered(invariant, events);
    case "stored":
      return judgeStored(invariant, events);
    case "no-errors":
      return judgeNoErrors(invariant, events);
    case "elapsed":
      return judgeElapsed(invariant, events);
  }
}

function problem(invariant: Invariant, label: string, notes: readonly string[] = []): Problem {
  return {
    outcome: "fail",
    severity: "error",
    message: `invariant "${invariant.kind}" does not hold`,
    span: invariant.span,
    label,
    notes,
  };
}

function vacuous(invariant: Invariant, label: string): readonly Problem[] {
  return [{
    ...problem(invariant, label),
    outcome: "error",
    message: `invariant "${invariant.kind}" matched no event`,
  }];
}

/** A message as an invariant tells it from others: subject and payload. */
function identity(event: { readonly subject: string; readonly data: Uint8Array }): string {
  return `${event.subject}\u0000${event.data.toBase64()}`;
}

function tally(events: readonly { subject: string; data: Uint8Array }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of events) {
    const key = identity(event);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function judgeDelivered(
  invariant: Of<"delivered">,
  events: readonly RunEvent[],
): readonly Problem[] {
  const isTransfer = (event: RunEvent): event is RunEvent & Transfer =>
    event.kind === "publish" || event.kind === "message";
  const transfers = events.filter(isTransfer);
  const published = transfers.filter((event) =>
    event.kind === "publish" && event.actor === invariant.from
  );
  if (published.length === 0) return vacuous(invariant, `${invariant.from} published nothing`);
  const deliveries = deliveriesOf(invariant.to, events);
  if (deliveries.length === 0) return vacuous(invariant, `${invariant.to} subscribed to nothing`);
  const pairs = deliveries.map((delivery) => ({
    // What was published before anybody listened was never meant to arrive.
    sent: published.filter((event) =>
      event.t >= delivery.since && subjectMatches(delivery.subject, event.subject)
    ),
    received: transfers.filter((event) =>
      event.kind === "message" && event.actor === invariant.to && event.delivery === delivery.key
    ),
  })).filter(({ sent }) => sent.length > 0);
  if (pairs.length === 0) {
    return vacuous(
      invariant,
      `${invariant.from} published nothing that ${invariant.to} listened to`,
    );
  }
  return pairs.flatMap(({ sent, received }) => judgeDelivery(invariant, sent, received));
}

interface Delivery {
  readonly key: string;
  readonly subject: string;
  /** Milliseconds since the scenario's start. */
  readonly since: number;
}

/** The subscriptions of an actor; those of one queue group are one. */
function deliveriesOf(actor: string, events: readonly RunEvent[]): readonly Delivery[] {
  const deliveries = new Map<string, Delivery>();
  for (const event of events) {
    if (event.kind !== "subscription" || event.actor !== actor) continue;
    const { delivery, subject, t } = event;
    if (!deliveries.has(delivery)) deliveries.set(delivery, { key: delivery, subject, since: t });
  }
  return [...deliveries.values()];
}

function judgeDelivery(
  invariant: Of<"delivered">,
  sent: readonly Transfer[],
  received: readonly Transfer[],
): readonly Problem[] {
  const wanted = tally(sent);
  const got = tally(received);
  const problems: Problem[] = [];
  const lost = [...wanted].filter(([key, number]) => (got.get(key) ?? 0) < number);
  if (lost.length > 0) {
    problems.push(problem(
      invariant,
      `${count(lost.length, "message")} of ${sent.length} did not arrive`,
      lost.slice(0, 5).map(([key]) => `missing: ${describe(key)}`),
    ));
  }
  const surplus = [...wanted].filter(([key, number]) => (got.get(key) ?? 0) > number);
  if (invariant.quantity === "exactly-once" && surplus.length > 0) {
    problems.push(problem(
      invariant,
      `${count(surplus.length, "message")} arrived more than once`,
      surplus.slice(0, 5).map(([key]) => `${got.get(key)} times: ${describe(key)}`),
    ));
  }
  if (invariant.publisherOrder && !inOrder(sent, received)) {
    problems.push(problem(invariant, "messages did not arrive in publishing order"));
  }
  return problems;
}

function describe(key: string): string {
  const [subject = "", data = ""] = key.split("\u0000");
  const bytes = Uint8Array.fromBase64(data);
  return `${subject} ${JSON.stringify(new TextDecoder().decode(bytes.subarray(0, 80)))}`;
}

/** Whether the first arrivals of what was sent stand in the order of sending. */
function inOrder(sent: readonly Transfer[], received: readonly Transfer[]): boolean {
  const places = Map.groupBy(
    sent.keys(),
    (index) => identity(sent[index] ?? { subject: "", data: new Uint8Array() }),
  );
  const used = new Map<string, number>();
  let last = -1;
  for (const event of received) {
    const key = identity(event);
    const nth = used.get(key) ?? 0;
    const place = places.get(key)?.[nth];
    // A further copy of a message is no arrival of a new one.
    if (place === undefined) continue;
    used.set(key, nth + 1);
    if (place < last) return false;
    last = place;
  }
  return true;
}

function judgeStored(invariant: Of<"stored">, events: readonly RunEvent[]): readonly Problem[] {
  const acks = events.filter((event) => event.kind === "ack" && event.stream === invariant.stream);
  const stored = events.filter((event) =>
    event.kind === "stored" && event.stream === invariant.stream
  );
  if (acks.length === 0) return vacuous(invariant, `no message has an ack of ${invariant.stream}`);
  const bySeq = new Map(
    stored.flatMap((event) => event.kind === "stored" ? [[event.seq, event]] : []),
  );
  const problems: Problem[] = [];
  const sequences = new Map<string, Set<number>>();
  for (const ack of acks) {
    if (ack.kind !== "ack") continue;
    const entry = bySeq.get(ack.seq);
    if (entry === undefined || identity(entry) !== identity(ack)) {
      problems.push(problem(invariant, `the message with the ack ${ack.seq} is not in the stream`, [
        describe(identity(ack)),
      ]));
    }
    const known = sequences.get(identity(ack)) ?? new Set();
    sequences.set(identity(ack), known.add(ack.seq));
  }
  const counts = tally(stored.flatMap((event) => event.kind === "stored" ? [event] : []));
  for (const [key, known] of sequences) {
    const number = counts.get(key) ?? 0;
    if (number <= known.size) continue;
    problems.push(
      problem(invariant, `a message is stored ${number} times, with ${count(known.size, "ack")}`, [
        describe(key),
      ]),
    );
  }
  return problems;
}

function judgeNoErrors(
  invariant: Of<"no-errors">,
  events: readonly RunEvent[],
): readonly Problem[] {
  const own = events.filter((event) => event.kind === "status" && event.actor === invariant.actor);
  if (own.length === 0) return vacuous(invariant, `${invariant.actor} has no connection event`);
  return own.flatMap((event) =>
    event.kind === "status" && event.status === "error"
      ? [problem(invariant, `${invariant.actor} saw an error at t=+${formatDuration(event.t)}`, [
        event.failure?.message ?? event.detail ?? "no further detail",
      ])]
      : []
  );
}

function judgeElapsed(invariant: Of<"elapsed">, events: readonly RunEvent[]): readonly Problem[] {
  const end = (name: string) =>
    events.find((event) => event.kind === "step-end" && event.final && event.name === name);
  const from = end(invariant.from);
  const to = end(invariant.to);
  if (from?.kind !== "step-end" || to?.kind !== "step-end") {
    return vacuous(
      invariant,
      `"${from === undefined ? invariant.from : invariant.to}" did not run`,
    );
  }
  const elapsed = to.at - from.at;
  const lag = from.lag + to.lag;
  const found = boundsProblem(invariant.bounds, elapsed, lag, invariant.span);
  return found === undefined ? [] : [{
    ...found,
    notes: [
      `from the end of "${invariant.from}" to the end of "${invariant.to}"`,
      ...found.notes ?? [],
    ],
  }];
}
