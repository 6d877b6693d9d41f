// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { quote, renderConfig } from "./render_config.ts";

Deno.test("renderConfig() writes a plain server", () => {
  assertEquals(
    renderConfig({ name: "n1", folder: "/tmp/x" }),
    `server_name: "n1"
host: "127.0.0.1"
port: -1
http: "127.0.0.1:-1"
ports_file_dir: "/tmp/x"
store_dir: "/tmp/x/store"
`,
  );
});

Deno.test("renderConfig() writes every part, the added text last", () => {
  assertEquals(
    renderConfig({
      name: "n2",
      folder: "/tmp/x",
      ports: { client: 4001, monitor: 4002, websocket: 4003, cluster: 4004 },
      jetstream: true,
      websocket: true,
      routes: ["nats://127.0.0.1:1", "nats://127.0.0.1:2"],
      added: "authorization { token: s3cret }\n\n",
    }),
    `server_name: "n2"
host: "127.0.0.1"
port: 4001
http: "127.0.0.1:4002"
ports_file_dir: "/tmp/x"
store_dir: "/tmp/x/store"
jetstream {}
websocket { host: "127.0.0.1", port: 4003, no_tls: true }
cluster { name: natsrig, listen: "127.0.0.1:4004", routes: ["nats://127.0.0.1:1", "nats://127.0.0.1:2"] }
# added
authorization { token: s3cret }
`,
  );
});

Deno.test("renderConfig() writes TLS for clients, over WebSocket too", () => {
  const tls = { certFile: "/x/c.pem", keyFile: "/x/k.pem", caFile: "/x/ca.pem", verify: true };
  const block =
    'tls { cert_file: "/x/c.pem", key_file: "/x/k.pem", ca_file: "/x/ca.pem", verify: true }';
  const lines = renderConfig({ name: "n1", folder: "/tmp/x", websocket: true, tls }).split("\n");
  assertEquals(lines.slice(6), [
    block,
    `websocket { host: "127.0.0.1", port: -1, ${block} }`,
    "",
  ]);
});

Deno.test("renderConfig() leaves the store to added text that names one", () => {
  const text = renderConfig({ name: "n1", folder: "/tmp/x", added: "jetstream { store_dir: /y }" });
  assertEquals(text.match(/store_dir/g)?.length, 1);
});

Deno.test("quote() escapes", () => {
  assertEquals(quote('a "b" \\c'), '"a \\"b\\" \\\\c"');
  assertEquals(quote("tab\tnewline\n"), '"tab\\x09newline\\x0A"');
  assertEquals(quote("$VAR {x} ü €"), '"$VAR {x} ü €"');
});
