// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { EchoRequestSchema, EchoResponseSchema } from "../../proto/mod.ts";
import { ServiceError } from "./error.ts";
import { Router } from "./router.ts";

const text = { send: "text", reply: "text" } as const;

Deno.test("Router.on() gives a handler the message and what the subject says", async () => {
  const router = new Router().on(
    ":user.echo.*",
    { send: EchoRequestSchema, reply: EchoResponseSchema },
    ({ message }, { params, caller, subject }) => ({
      message: [message, params.user, caller, subject].join(" "),
    }),
  );
  await using app = await router.test();
  const types = { send: EchoRequestSchema, reply: EchoResponseSchema };
  const reply = await app.request("joe.echo.x", { message: "hi" }, types);
  assertEquals(reply.message, "hi joe joe joe.echo.x");
});

Deno.test("Router.on() runs a subject's handlers in order, whatever their tokens are called", async () => {
  const seen: string[] = [];
  const router = new Router()
    .on(":a.order", { send: "text" }, async (_, { params }) => {
      await Promise.resolve();
      seen.push(`first ${params.a}`);
    })
    .on(":b.order", { send: "text" }, (_, { params }) => {
      seen.push(`second ${params.b}`);
    });
  await using app = await router.test();
  await app.publish("x.order", "");
  assertEquals(seen, ["first x", "second x"]);
});

Deno.test("Router.on() gives a message to each pattern that has its subject", async () => {
  const seen: string[] = [];
  const router = new Router();
  for (const pattern of ["a.*", "a.>", "*.b", "c.*"]) {
    router.on(pattern, { send: "text" }, () => void seen.push(pattern));
  }
  await using app = await router.test();
  await app.publish("a.b", "");
  assertEquals(seen, ["a.*", "a.>", "*.b"]);
});

Deno.test("Router.on() takes codecs of one's own, and infers the values from them", async () => {
  const length = {
    type: "length",
    encode: (length: number): Uint8Array => new Uint8Array(length),
    decode: (data: Uint8Array): number => data.length,
  };
  const router = new Router().on("grow", { send: length, reply: length }, (size) => size + 1);
  await using app = await router.test();
  assertEquals(await app.request("grow", 2, { send: length, reply: length }), 3);
});

Deno.test("Router.on() refuses what is no pattern", () => {
  assertThrows(() => new Router().on("a..b", text, () => ""), TypeError, 'Cannot use "a..b"');
});

Deno.test("Router.use() wraps handlers, the outer Router's middleware first", async () => {
  const seen: string[] = [];
  const mark = (name: string) => async (_: unknown, next: () => Promise<void>): Promise<void> => {
    seen.push(`${name} in`);
    await next();
    seen.push(`${name} out`);
  };
  const inner = new Router().on("echo", text, (message) => {
    seen.push("handler");
    return message;
  }).use(mark("inner"));
  const outer = new Router().use(mark("outer")).merge(inner, "my").on("plain", text, () => "plain");
  await using app = await outer.test();
  assertEquals(await app.request("my.echo", "hi", text), "hi");
  assertEquals(seen, ["outer in", "inner in", "handler", "inner out", "outer out"]);
  seen.length = 0;
  await app.request("plain", "", text);
  assertEquals(seen, ["outer in", "outer out"]);
});

Deno.test("Router.use() lets middleware refuse", async () => {
  const router = new Router().on(":user.echo", text, (message) => message).use(
    async ({ caller }, next) => {
      if (caller === "eve") throw new ServiceError(403, "not for eve");
      await next();
    },
  );
  await using app = await router.test();
  assertEquals(await app.request("joe.echo", "hi", text), "hi");
  const error = await assertRejects(() => app.request("eve.echo", "hi", text), ServiceError);
  assertEquals([error.code, error.message], [403, "not for eve"]);
});

Deno.test("Router.merge() sees handlers that are added later", async () => {
  const late = new Router();
  const router = new Router().merge(late, ":shop.v1");
  late.on(":item.price", text, (_, { params }) => JSON.stringify(params));
  await using app = await router.test();
  assertEquals(await app.request("s.v1.i.price", "", text), '{"shop":"s","item":"i"}');
});

Deno.test("Router.merge() refuses a circle", () => {
  const inner = new Router();
  const outer = new Router().merge(inner);
  assertThrows(() => inner.merge(outer), TypeError, "Cannot merge a Router into itself");
});

Deno.test("Router answers an unforeseen error with 500, and logs it", async () => {
  const router = new Router().on("broken", text, () => {
    throw new Error("secret detail");
  });
  await using app = await router.test();
  const error = await assertRejects(() => app.request("broken", "", text), ServiceError);
  assertEquals([error.code, error.message], [500, "internal error"]);
  assertEquals(app.log.length, 1);
  assertStringIncludes(app.log[0] ?? "", "broken: error 500: Error: secret detail");
});

Deno.test("Router answers what it cannot decode with 400", async () => {
  const router = new Router().on("echo", { send: EchoRequestSchema, reply: "text" }, () => "");
  await using app = await router.test();
  const error = await assertRejects(
    () => app.request("echo", new Uint8Array([0x0a, 5]), { send: "bytes", reply: "text" }),
    ServiceError,
  );
  assertEquals(error.code, 400);
  assertStringIncludes(error.message, "Cannot decode 2 B as natsrig.echo.v1.EchoRequest");
});

Deno.test("Router does not run a subject's later handlers after a failure", async () => {
  let later = 0;
  const router = new Router()
    .on("a", { send: "text" }, () => {
      throw new ServiceError(409, "no");
    })
    .on("a", { send: "text" }, () => void later++);
  await using app = await router.test();
  await app.publish("a", "");
  assertEquals([later, app.log], [0, ["a: error 409: no"]]);
});

Deno.test("Context.publish() and reply() send at once, first in first out", async () => {
  const router = new Router().on("go", { send: "json", reply: "json" }, (message, context) => {
    context.publish("out.text", "plain", { headers: { a: ["1", "2"] }, replyTo: "back" });
    context.publish("out.json", { got: message });
    context.publish("out.proto", { message: "m" }, { type: EchoRequestSchema });
    context.reply("early");
    return "late";
  });
  await using app = await router.test();
  const json = { send: "json", reply: "json" } as const;
  assertEquals(await app.request("go", [1], json), "early");
  assertEquals(app.next("text"), {
    subject: "out.text",
    value: "plain",
    headers: { a: ["1", "2"] },
    replyTo: "back",
  });
  assertEquals(app.next("json")?.value, { got: [1] });
  assertEquals(app.next(EchoRequestSchema)?.value.message, "m");
  assertEquals(app.next("text"), undefined);
});

Deno.test("Context.reply() says that nobody asked", async () => {
  const answers: boolean[] = [];
  const router = new Router().on("a", text, (_, context) => void answers.push(context.reply("x")));
  await using app = await router.test();
  await app.publish("a", "");
  await app.request("a", "", text);
  assertEquals(answers, [false, true]);
});

Deno.test("Context.reply() without a reply type is an error that is told", async () => {
  const router = new Router().on("a", { send: "text" }, (_, context) => {
    // What a caller without types can do.
    context.reply("x" as never);
  });
  await using app = await router.test();
  await app.publish("a", "");
  assertStringIncludes(app.log[0] ?? "", 'Cannot reply as "a" has no reply type');
});

Deno.test("Context.signal is aborted when the application ends", async () => {
  const signals: AbortSignal[] = [];
  const router = new Router().on(
    "a",
    { send: "text" },
    (_, { signal }) => void signals.push(signal),
  );
  const app = await router.test();
  await app.publish("a", "");
  assertEquals(signals.map((signal) => signal.aborted), [false]);
  await app[Symbol.asyncDispose]();
  assertEquals(signals.map((signal) => signal.aborted), [true]);
});

Deno.test("TestApp.request() tells who did not answer", async () => {
  await using app = await new Router().on("a", text, () => undefined).test();
  const codes: number[] = [];
  for (const subject of ["a", "b"]) {
    const error = await assertRejects(() => app.request(subject, "", text), ServiceError);
    codes.push(error.code);
  }
  assertEquals(codes, [504, 503]);
});
