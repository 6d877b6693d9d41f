// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { ClientError } from "./error.ts";
import { parseServerUrl } from "./server_url.ts";

Deno.test("parseServerUrl() reads hosts, ports and schemes", () => {
  const cases: readonly (readonly [text: string, address: string])[] = [
    ["localhost", "localhost:4222"],
    ["LocalHost:1", "localhost:1"],
    ["nats://127.0.0.1:65535", "127.0.0.1:65535"],
    ["NATS://a.b-c.d_e", "a.b-c.d_e:4222"],
    ["tls://[::1]:4443", "::1:4443"],
    ["[::1]", "::1:4222"],
    ["::1", "::1:4222"],
    ["nats://fe80:0:0:0:0:0:0:1", "fe80::1:4222"],
    ["bücher.example", "xn--bcher-kva.example:4222"],
    ["ws://host", "host:80"],
    ["wss://host/nats?x=1", "host:443"],
  ];
  for (const [text, address] of cases) {
    const { url, ...parsed } = parseServerUrl(text, "servers");
    assertEquals([url, parsed], [text, { address, secure: /^(tls|wss)/.test(text) }]);
  }
  assertEquals(parseServerUrl("nats://host:4222/", "servers").url, "nats://host:4222");
});

Deno.test("parseServerUrl() takes the login out", () => {
  const cases: readonly (readonly [text: string, url: string, login: object])[] = [
    ["nats://joe:secret@host:1", "nats://host:1", { user: "joe", password: "secret" }],
    ["joe@x:a%40b:c@host", "host", { user: "joe@x", password: "a@b:c" }],
    ["nats://joe:@host", "nats://host", { user: "joe" }],
    ["tls://t%2Fk@host", "tls://host", { token: "t/k" }],
    ["wss://joe:p@host/path", "wss://host/path", { user: "joe", password: "p" }],
  ];
  for (const [text, url, login] of cases) {
    const parsed = parseServerUrl(text, "servers");
    assertEquals([parsed.url, parsed.login], [url, login]);
  }
});

Deno.test("parseServerUrl() refuses what is no URL, and shows no login", () => {
  const cases: readonly (readonly [text: string, rule: string, shown: string])[] = [
    ["http://h", "a URL that begins with nats, tls, ws or wss", '"http://h"'],
    ["nats://h:0", "a URL with a port from 1 to 65535", '"nats://h:0"'],
    ["h:65536", "a URL with a port from 1 to 65535", '"h:65536"'],
    ["h:12x", "a URL with a port from 1 to 65535", '"h:12x"'],
    ["h:", "a URL with a port from 1 to 65535", '"h:"'],
    ["nats://", "a URL with a host, IPv6 addresses in brackets", '"nats://"'],
    ["nats://:4222", "a URL with a host, IPv6 addresses in brackets", '"nats://:4222"'],
    ["[::1", "a URL with a host, IPv6 addresses in brackets", '"[::1"'],
    ["[::1]x", "a URL with a host, IPv6 addresses in brackets", '"[::1]x"'],
    ["[::zz]", "a URL with a host name, an IPv4 or an IPv6 address", '"[::zz]"'],
    ["1.2.3.999", "a URL with a host name, an IPv4 or an IPv6 address", '"1.2.3.999"'],
    ["a<b", "a URL with a host name, an IPv4 or an IPv6 address", '"a<b"'],
    ["nats://h/path", "a URL that ends after the port", '"nats://h/path"'],
    ["nats://h?tls", "a URL that ends after the port", '"nats://h?tls"'],
    ["ws://h/p#x", "a URL without a fragment (#)", '"ws://h/p#x"'],
    ["a b", "a URL without white space", '"a b"'],
    ["h\r\nPUB x 0", "a URL without white space", '"h\\r\\nPUB x 0"'],
    ["nats://joe:secret@h:x", "a URL with a port from 1 to 65535", '"nats://***@h:x"'],
    ["joe:sec/ret@h", "a URL that ends after the port", '"***@h"'],
    ["nats://joe:sec#ret@h", "a URL that ends after the port", '"nats://***@h"'],
    ["joe:sec%ret@h", "a URL with a user or token before the @, percent-encoded", '"***@h"'],
    [
      "nats://:secret@h",
      "a URL with a user or token before the @, percent-encoded",
      '"nats://***@h"',
    ],
    ["@h", "a URL with a user or token before the @, percent-encoded", '"***@h"'],
    ["http://joe:secret@h", "a URL that begins with nats, tls, ws or wss", '"http://***@h"'],
    ["joe:sec\nret@h", "a URL without white space", '"***@h"'],
  ];
  for (const [text, rule, shown] of cases) {
    const error = assertThrows(() => parseServerUrl(text, "servers"), ClientError);
    assertEquals(
      [error.code, error.message],
      ["invalid-option", `Cannot connect as 'servers' must be ${rule}: current value is ${shown}`],
    );
  }
});
