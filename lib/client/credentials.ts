// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What a user's credentials hold. */
export interface Credentials {
  /** The user's JWT. */
  readonly jwt: string;
  /** The seed that belongs to it. */
  readonly seed: string;
}

/** Whether a text is credentials rather than the path of their file. */
export function isCredentialsText(text: string): boolean {
  return /-----BEGIN |[\r\n]/.test(text) || isSecret(text);
}

/** Whether a text, which was to be a path, is rather a seed or a JWT, which no error may show. */
export function isSecret(text: string): boolean {
  return /^\s*[SP][A-Z2-7]{30,}\s*$/i.test(text) || jwtProblem(text.trim()) === undefined ||
    /^\s*eyJ[\w-]{20}/.test(text);
}

/**
 * Takes credentials apart: a block with a JWT, then one with a seed.
 *
 * @returns the rule that a text breaks which is none; it tells nothing of the text
 */
export function parseCredentials(text: string): Credentials | string {
  const blocks = [...text.matchAll(/-{3,}[^\r\n-]+-{3,}\s+(\S+)\s+-{3,}[^\r\n-]+-{3,}/g)];
  const [[, jwt] = [], [, seed] = []] = blocks;
  if (jwt === undefined) {
    return "credentials with a block for the JWT (-----BEGIN NATS USER JWT-----)";
  }
  if (seed === undefined) {
    return "credentials with a block for the seed (-----BEGIN USER NKEY SEED-----)";
  }
  const problem = jwtProblem(jwt) ?? seedProblem(seed);
  return problem === undefined ? { jwt, seed } : `credentials with ${problem}`;
}

/** The rule that a JWT breaks by its form; undefined where it is well formed. */
export function jwtProblem(jwt: string): string | undefined {
  const segments = jwt.split(".");
  if (segments.length !== 3) return "a JWT of three parts with dots between them";
  if (!segments.every((it) => /^[\w-]+$/.test(it))) return "a JWT whose parts are base64url";
  const [header, claims] = segments.map(readSegment);
  if (header === undefined || claims === undefined) return "a JWT whose first parts are JSON";
  return undefined;
}

/** The rule that a user's seed breaks by its form; undefined where it is well formed. */
export function seedProblem(seed: string): string | undefined {
  return /^SU[A-Z2-7]{56}$/.test(seed) ? undefined : "the seed of a user's nkey (SU…)";
}

/** The seed of a user's nkey that stands in a text on a line of its own. */
export function findSeed(text: string): string | undefined {
  return text.split(/\s+/).find((word) => seedProblem(word) === undefined);
}

/** Whether it is the public half of a user's nkey by its form. */
export function isPublicUserKey(text: string): boolean {
  return /^U[A-Z2-7]{55}$/.test(text);
}

function readSegment(segment: string): object | undefined {
  try {
    const json = atob(segment.replaceAll("-", "+").replaceAll("_", "/"));
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
