// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A few lines of the NATS protocol, for tests that must not lean on the client. */
export class TestClient implements Disposable {
  readonly #connection: Deno.Conn;
  #text = "";
  #subscriptions = 0;

  private constructor(connection: Deno.Conn) {
    this.#connection = connection;
  }

  static async connect(url: string): Promise<TestClient> {
    const port = Number(new URL(url).port);
    const client = new TestClient(await Deno.connect({ hostname: "127.0.0.1", port }));
    await client.send('CONNECT {"verbose":false,"protocol":1}\r\nPING\r\n');
    await client.until(/PONG\r\n/);
    return client;
  }

  async send(text: string): Promise<void> {
    const writer = this.#connection.writable.getWriter();
    await writer.write(new TextEncoder().encode(text));
    writer.releaseLock();
  }

  /** Reads on until something comes; what was before it is forgotten. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    const buffer = new Uint8Array(64 * 1024);
    for (;;) {
      const match = pattern.exec(this.#text);
      if (match !== null) {
        this.#text = this.#text.slice(match.index + match[0].length);
        return match;
      }
      const count = await this.#connection.read(buffer);
      if (count === null) throw new Error(`The server closed the connection: ${this.#text}`);
      this.#text += new TextDecoder().decode(buffer.subarray(0, count));
    }
  }

  /** Sends a request and gives the reply's payload. */
  async request(subject: string, payload: object): Promise<string> {
    const data = JSON.stringify(payload);
    const inbox = `_INBOX.${crypto.randomUUID()}`;
    const sid = `r${++this.#subscriptions}`;
    await this.send(
      `SUB ${inbox} ${sid}\r\nPUB ${subject} ${inbox} ${data.length}\r\n${data}\r\n`,
    );
    const match = await this.until(/MSG _INBOX\S+ \S+ \d+\r\n(.*)\r\n/);
    return match[1] ?? "";
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }
}
