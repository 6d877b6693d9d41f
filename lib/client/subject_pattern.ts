// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Subject patterns with named tokens. */

/** The names of a pattern's named tokens, as an object of their values. */
export type Params<Pattern extends string> = string extends Pattern ? { [name: string]: string }
  : Pattern extends `${infer Token}.${infer Rest}` ? Param<Token> & Params<Rest>
  : Param<Pattern>;

/** The value of one named token. */
export type Param<Token extends string> = Token extends `:${infer Name}`
  ? { readonly [name in Name]: string }
  // Nothing to know of: an object without keys that intersects with others.
  : Record<never, string>;

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
      new TypeError(`Cannot use "${pattern}" as ${rule}: current token is "${token}"`);
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

/** The named tokens of a subject that matches the pattern. */
export function readParams(pattern: SubjectPattern, subject: string): { [name: string]: string } {
  const tokens = subject.split(".");
  return Object.fromEntries(
    Array.from(pattern.names, ([index, name]) => [name, tokens[index] ?? ""]),
  );
}

/**
 * The subject of a pattern with values for its named tokens; wildcards stay.
 *
 * @throws {TypeError} where a value is missing, or is no token
 */
export function fillPattern(
  pattern: SubjectPattern,
  params: { readonly [name: string]: string },
): string {
  const tokens = pattern.subject.split(".").map((token, index) => {
    const name = pattern.names.get(index);
    if (name === undefined) return token;
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value !== undefined && isToken(value)) return value;
    throw new TypeError(
      `Cannot fill "${pattern.subject}" as "${name}" must be one token of a subject: ` +
        `current value is ${JSON.stringify(value)}`,
    );
  });
  return tokens.join(".");
}

/** Whether a text can stand as one literal token of a subject. */
export function isToken(text: string): boolean {
  return text !== "" && !/[\s\p{Cc}.*>]/u.test(text);
}
