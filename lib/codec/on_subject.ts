// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { CodecError } from "./error.ts";

/**
 * Runs a codec for a message, so that its errors tell the message's subject. Other errors pass.
 *
 * @throws {CodecError} what `run` throws, with the subject
 */
export function onSubject<T>(subject: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CodecError) || error.subject !== undefined) throw error;
    const { code, message, type, size } = error;
    throw new CodecError(code, `${message} (subject "${subject}")`, {
      type,
      subject,
      cause: error.cause,
      ...(size === undefined ? {} : { size }),
    });
  }
}
