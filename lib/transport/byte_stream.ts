// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Bytes to and from a peer, over a socket with TLS or without. */
export interface ByteStream {
  /** The next bytes, which the caller may keep; null at the end. One read at a time. */
  read(): Promise<Uint8Array | null>;
  /** Resolves when the bytes have been handed to the operating system. One write at a time. */
  write(data: Uint8Array): Promise<void>;
  /** Frees the socket at once. A pending read or write ends. May be called again. */
  close(): void;
}
