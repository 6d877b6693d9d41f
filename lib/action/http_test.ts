// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeCluster } from "./fake_cluster.ts";
import { fakeContext } from "./fake_context.ts";
import { http } from "./http.ts";

/** Serves one handler on a free port while a test runs. */
async function withServer(
  handler: (request: Request) => Response | Promise<Response>,
  test: (url: string) => Promise<void>,
): Promise<void> {
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  await test(`http://127.0.0.1:${server.addr.port}`);
}

interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: unknown;
}

/** The value of the action's one item. */
async function answer(
  params: { readonly [key: string]: unknown },
  context = fakeContext(),
): Promise<Answer> {
  const { items } = await http.run(params, context);
  assertEquals(items.length, 1);
  // The tests below check what this promises.
  return items[0]?.value as unknown as Answer;
}

/** Gives a request back as JSON. */
async function mirror(request: Request): Promise<Response> {
  const { method, url, headers } = request;
  return Response.json({
    method,
    path: new URL(url).pathname,
    type: headers.get("content-type"),
    tag: headers.get("x-tag"),
    body: await request.text(),
  }, { status: 201, headers: { "X-Kind": "mirror" } });
}

Deno.test("http() sends JSON, and gives status, headers and a decoded body", async () => {
  await withServer(mirror, async (url) => {
    const params = { http: `POST ${url}/a`, send: { id: 1 }, headers: { "X-Tag": ["a", "b"] } };
    const value = await answer(params);
    assertEquals(value.status, 201);
    assertEquals(value.headers["x-kind"], "mirror");
    assertEquals(value.body, {
      method: "POST",
      path: "/a",
      type: "application/json",
      tag: "a, b",
      body: '{"id":1}',
    });
  });
});

Deno.test("http() sends a text as it is", async () => {
  await withServer(mirror, async (url) => {
    const headers = { "Content-Type": "text/csv" };
    const params = { http: `PUT ${url}/b`, send: "a,b", headers };
    assertEquals((await answer(params)).body, {
      method: "PUT",
      path: "/b",
      type: "text/csv",
      tag: null,
      body: "a,b",
    });
  });
});

Deno.test("http() sends a path to the first server's monitoring port", async () => {
  const handler = (request: Request) => new Response(new URL(request.url).pathname);
  await withServer(handler, async (monitorUrl) => {
    const servers = fakeCluster({ monitorUrl });
    const { body } = await answer({ http: "GET /varz" }, fakeContext({ servers }));
    assertEquals(body, "/varz");
  });
});

Deno.test("http() decodes other kinds of JSON, and joins headers that come twice", async () => {
  const headers: [string, string][] = [
    ["content-type", "application/problem+json"],
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
  ];
  await withServer(() => new Response('{"title":"odd"}', { headers }), async (url) => {
    const value = await answer({ http: `GET ${url}/` });
    assertEquals(value.body, { title: "odd" });
    assertEquals(value.headers["set-cookie"], "a=1, b=2");
  });
});

Deno.test("http() gives a body that is not the JSON it says as text", async () => {
  const headers = { "content-type": "application/problem+json" };
  await withServer(() => new Response("{oops", { headers }), async (url) => {
    assertEquals((await answer({ http: `GET ${url}/` })).body, "{oops");
  });
});

Deno.test("http() does not follow redirections", async () => {
  const handler = (request: Request) => Response.redirect(new URL("/there", request.url), 302);
  await withServer(handler, async (url) => {
    const value = await answer({ http: `GET ${url}/here` });
    assertEquals(value.status, 302);
    assertEquals(value.headers.location, `${url}/there`);
  });
});

Deno.test("http() fails on a status from 400, unless something is expected", async () => {
  await withServer(() => new Response("no", { status: 404 }), async (url) => {
    const target = `GET ${url}/x`;
    await assertRejects(
      () => http.run({ http: target }, fakeContext()),
      Error,
      `${target} was answered with status 404`,
    );
    const params = { http: target, expect: { status: 404 } };
    assertEquals((await answer(params)).status, 404);
  });
});

Deno.test("http() fails with connection where nobody listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const error = await assertRejects(
    () => http.run({ http: `GET http://127.0.0.1:${port}/` }, fakeContext()),
    DriverError,
  );
  assertEquals(error.code, "connection");
});

Deno.test("http() fails with timeout where no answer comes", async () => {
  const silent = Promise.withResolvers<Response>();
  await withServer(() => silent.promise, async (url) => {
    const context = fakeContext({ patienceMs: 20 });
    const error = await assertRejects(
      () => http.run({ http: `GET ${url}/` }, context),
      DriverError,
      "in 20ms",
    );
    assertEquals(error.code, "timeout");
    silent.resolve(new Response());
  });
});

Deno.test("http() ends with the run", async () => {
  const over = new Error("the run is over");
  const context = fakeContext({ signal: AbortSignal.abort(over) });
  const error = await assertRejects(() => http.run({ http: "GET http://127.0.0.1:1/" }, context));
  assertEquals(error === over, true);
});

Deno.test("http() takes a method and a path or URL only", () => {
  const targets = ["GET /varz", "DELETE https://a/b", "/varz", "get /varz", "GET varz", "GET /a b"];
  assertEquals(targets.filter((target) => http.schema.safeParse({ http: target }).success), [
    "GET /varz",
    "DELETE https://a/b",
  ]);
});
