// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { CodecError } from "./error.ts";

/**
 * Runs a codec, so that its errors tell the subject of what it is about. Other errors pass.
 *
 * @param about a message or a subject; read after a failure only, as messages decode it then
 * @throws {CodecError} what `run` throws, with the subject
 */
export function onSubject<T>(about: { readonly subject: string }, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CodecError) || error.subject !== undefined) throw error;
    const { code, message, type, size } = error;
    const { subject } = about;
    throw new CodecError(code, `${message} (subject "${subject}")`, {
      type,
      subject,
      cause: error.cause,
      ...(size === undefined ? {} : { size }),
    });
  }
}
