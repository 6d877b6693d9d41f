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

Deno.test("Context.signal is aborted when the application ends, and its caller told", async () => {
  const router = new Router().on("a", text, async (_, { signal }) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    throw signal.reason;
  });
  const app = await router.test();
  const asked = assertRejects(() => app.request("a", "", text), ServiceError, "has ended");
  await app[Symbol.asyncDispose]();
  assertEquals((await asked).code, 503);
  assertEquals(app.log, ["a: error 503: the application has ended"]);
});

Deno.test("Context.signal is aborted when the time is over, and a late answer is dropped", async () => {
  const seen: string[] = [];
  const router = new Router()
    .on("a", text, async (_, { signal, reply }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      seen.push(String(assertThrows(() => reply("late"))));
      return "later";
    })
    .on("a", text, () => void seen.push("second"));
  await using app = await router.test({ handlerTimeoutMs: 5 });
  const error = await assertRejects(() => app.request("a", "", text), ServiceError);
  assertEquals([error.code, error.message], [504, "not done within 5 ms"]);
  assertEquals(seen, ["ServiceError: not done within 5 ms"]);
  assertEquals([app.log, app.pending], [["a: error 504: not done within 5 ms"], 0]);
});

Deno.test("Context.logger tells the subject, and what goes wrong after the time is over", async () => {
  const router = new Router().on("a", text, async (_, { logger, signal }) => {
    logger.debug("not shown");
    logger.info("begun", { order: 7, by: "joe" });
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    throw new ServiceError(409, "too late for this");
  });
  await using app = await router.test({ handlerTimeoutMs: 5 });
  await app.publish("a", "");
  assertEquals(app.log, [
    'a: begun order=7 by="joe"',
    "a: error 504: not done within 5 ms",
    "a: failed after its caller was told of error 504: too late for this",
  ]);
});

Deno.test("Context.outbox and jetstream are errors that are told, where there are none", async () => {
  const router = new Router()
    .on("kept", text, async (message, { outbox }) => {
      await outbox.publish("later", message, { headers: { a: "1" } });
      return "kept";
    })
    .on("stored", text, (_, { jetstream }) => String(jetstream));
  await using app = await router.test();
  assertEquals(await app.request("kept", "x", text), "kept");
  assertEquals(app.next("text"), {
    subject: "later",
    value: "x",
    headers: { a: ["1"] },
    replyTo: undefined,
  });
  await assertRejects(() => app.request("stored", "", text), ServiceError, "internal error");
  assertStringIncludes(
    app.log[0] ?? "",
    "Cannot use the jetstream as serve() must be given 'jetstream'",
  );
});

Deno.test("Router.use() refuses middleware that calls next() twice", async () => {
  let calls = 0;
  const router = new Router().on("a", text, () => `${++calls}`).use(async (_, next) => {
    await next();
    await next();
  });
  await using app = await router.test();
  await app.publish("a", "");
  assertEquals(calls, 1);
  assertStringIncludes(app.log[0] ?? "", "Cannot call next() as it must be called once");
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
