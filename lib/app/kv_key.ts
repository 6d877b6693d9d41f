// Copyright 2026 the natsrig authors. Apache-2.0 license.

// Subjects have to fit the server's control line of 4 KiB.
const longest = 1024;

/**
 * The key of a key-value bucket for any text: letters, digits, `-`, `_` and `/` stand for
 * themselves, other bytes are `=` and two hexadecimal digits. Of long ones only the SHA-256 is used.
 */
export async function toKvKey(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= longest) return bytes.length === 0 ? "=" : escape(bytes);
  return `=sha256/${new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex()}`;
}

function escape(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (/[\w/-]/.test(character)) return character;
    return `=${byte.toString(16).padStart(2, "0")}`;
  }).join("");
}
