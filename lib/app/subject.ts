// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Subject patterns with named tokens. */

/** A pattern such as `:user.echo.>`, taken apart. */
export interface SubjectPattern {
  /** As NATS has it: `*.echo.>`. */
  readonly subject: string;
  /** The name of each named token, by position. */
  readonly names: ReadonlyMap<number, string>;
}

/**
 * Takes a pattern apart: tokens are literal, `*`, `:name` (one token, given to the handler as
 * `params.name`), and a last one may be `>`.
 *
 * @throws {TypeError} where it is no such pattern
 */
export function parsePattern(pattern: string): SubjectPattern {
  const names = new Map<number, string>();
  const tokens = pattern.split(".").map((token, index, all) => {
    const refuse = (rule: string): TypeError =>
      new TypeError(`Cannot route "${pattern}" as ${rule}: current token is "${token}"`);
    if (token === "" || /[\s\p{Cc}]/u.test(token)) {
      throw refuse("tokens must be words without spaces");
    }
    if (token.startsWith(":")) {
      const name = token.slice(1);
      if (!/^[A-Za-z_]\w*$/.test(name)) throw refuse("a named token must be like :user");
      if ([...names.values()].includes(name)) throw refuse("names must differ");
      names.set(index, name);
      return "*";
    }
    if (token === ">" && index < all.length - 1) throw refuse("> must come last");
    if (token !== "*" && token !== ">" && /[*>]/.test(token)) {
      throw refuse("a wildcard must be a token of its own");
    }
    return token;
  });
  return { subject: tokens.join("."), names };
}

/** Whether a subject is one of a pattern's (without named tokens). */
export function matchesSubject(pattern: string, subject: string): boolean {
  const wanted = pattern.split(".");
  const tokens = subject.split(".");
  for (const [index, token] of wanted.entries()) {
    if (token === ">") return tokens.length > index;
    if (tokens[index] === undefined || (token !== "*" && token !== tokens[index])) return false;
  }
  return tokens.length === wanted.length;
}

/** The named tokens of a subject that matches the pattern. */
export function readParams(pattern: SubjectPattern, subject: string): { [name: string]: string } {
  const tokens = subject.split(".");
  return Object.fromEntries(
    Array.from(pattern.names, ([index, name]) => [name, tokens[index] ?? ""]),
  );
}

/** Whether a text can stand as one literal token of a subject. */
export function isToken(text: string): boolean {
  return text !== "" && !/[\s\p{Cc}.*>]/u.test(text);
}

/** A name for a subject's endpoint that the service protocol allows: `*.echo` gives `any-echo`. */
export function endpointName(subject: string): string {
  const words: { readonly [token: string]: string } = { "*": "any", ">": "all" };
  return subject.split(".").map((token) => words[token] ?? token.replace(/[^\w-]/g, "_"))
    .join("-");
}
