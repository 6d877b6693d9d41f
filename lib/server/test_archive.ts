// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Makes archives for tests. @module */

/** A file for an archive. */
export interface TestFile {
  readonly name: string;
  readonly text: string;
}

const encoder = new TextEncoder();

/** A tar archive. */
export function makeTar(files: readonly TestFile[]): Uint8Array<ArrayBuffer> {
  const parts = files.flatMap(({ name, text }) => {
    const data = encoder.encode(text);
    const padded = new Uint8Array(Math.ceil(data.length / 512) * 512);
    padded.set(data);
    return [tarHeader(name, data.length), padded];
  });
  return join([...parts, new Uint8Array(1024)]);
}

function tarHeader(name: string, size: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(512);
  const put = (at: number, text: string) => header.set(encoder.encode(text), at);
  put(0, name);
  put(100, "0000755\0");
  put(124, `${size.toString(8).padStart(11, "0")}\0`);
  put(148, "        ");
  put(156, name.endsWith("/") ? "5" : "0");
  put(257, "ustar\x0000");
  const sum = header.reduce((a, b) => a + b, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return header;
}

/** A zip archive with deflated entries. */
export async function makeZip(files: readonly TestFile[]): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, text } of files) {
    const packed = await compress(encoder.encode(text), "deflate-raw");
    const sizes = [...u32(0), ...u32(packed.length), ...u32(encoder.encode(text).length)];
    const common = [...u16(20), ...u16(0), ...u16(8), ...u32(0), ...sizes, ...u16(name.length)];
    const local = join([bytes(u32(0x04034b50), common, u16(0)), encoder.encode(name), packed]);
    directory.push(
      bytes(u32(0x02014b50), u16(20), common, u16(0), u16(0), u16(0), u16(0), u32(0), u32(offset)),
      encoder.encode(name),
    );
    parts.push(local);
    offset += local.length;
  }
  const central = join(directory);
  const count = u16(files.length);
  const end = bytes(
    u32(0x06054b50),
    u32(0),
    count,
    count,
    u32(central.length),
    u32(offset),
    u16(0),
  );
  return join([...parts, central, end]);
}

/** Compresses bytes. */
export async function compress(
  data: Uint8Array<ArrayBuffer>,
  format: "gzip" | "deflate-raw",
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([data]).stream().pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function u16(value: number): readonly number[] {
  return [value & 0xff, value >> 8];
}

function u32(value: number): readonly number[] {
  return [...u16(value & 0xffff), ...u16(value >>> 16)];
}

function bytes(...parts: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parts.flat());
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
