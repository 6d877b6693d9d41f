// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What is wrong at a place in a .proto file. Lines and columns count from 1, ends are exclusive. */
export interface ProtoProblem {
  /** Absolute path. */
  readonly file: string;
  /** The first line. */
  readonly line: number;
  /** The first character's column. */
  readonly column: number;
  /** The last line. */
  readonly endLine: number;
  /** The column after the last character. */
  readonly endColumn: number;
  /** The compiler's words, without a place. */
  readonly message: string;
}

/**
 * `.proto` files that could not be compiled. Code `invalid`: `problems` says where and why; code
 * `tool`: buf could not be run.
 */
export class ProtoError extends Error {
  /** `ProtoError`. */
  override readonly name = "ProtoError";
  /** Stable. */
  readonly code: "invalid" | "tool";
  /** In order of file and place. Empty for code `tool`. */
  readonly problems: readonly ProtoProblem[];

  /** Makes the error; `problems` for code `invalid`. */
  constructor(
    code: "invalid" | "tool",
    message: string,
    options: { readonly problems?: readonly ProtoProblem[]; readonly cause?: unknown } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.problems = options.problems ?? [];
  }
}

/** Makes the error of files that have problems. */
export function invalidProto(problems: readonly ProtoProblem[]): ProtoError {
  const lines = problems.map((problem) =>
    `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`
  );
  return new ProtoError("invalid", `Cannot compile .proto files:\n${lines.join("\n")}`, {
    problems,
  });
}
