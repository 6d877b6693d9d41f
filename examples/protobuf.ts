// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Protobuf messages, by the schemas that protoc-gen-es makes, or by name without them. */

import { connect, createCodec, subject } from "@natsrig/natsrig";
// Made by protoc-gen-es of proto/natsrig/echo/v1/echo.proto; a program has its own.
import { EchoRequestSchema, EchoResponseSchema } from "../proto/mod.ts";
import { openServer } from "./open_server.ts";

const echo = subject(":user.echo", { send: EchoRequestSchema, reply: EchoResponseSchema });

await using server = await openServer();
await using client = await connect({ servers: server.url });

// Some of a message's fields do; the others have their default values.
const serving = echo.serve(client, ({ message }) => ({ message: `echo ${message}` }));
await serving.confirmed();

const patience = { timeoutMs: 5000 };
const joe = echo.at({ user: "joe" });
const answer = await joe.request(client, { message: "hi" }, patience);
console.log(answer.message, answer.cached);

// By name, from and to JSON: for programs that get to know the types when they run.
const codec = await createCodec();
const request = codec.encode("natsrig.echo.v1.EchoRequest", { message: "by name" });
const reply = await client.request(joe.subject, request, patience);
console.log(codec.decode("natsrig.echo.v1.EchoResponse", reply.data));
