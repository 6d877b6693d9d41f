// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The toolkit's own protobuf messages. @module */

export {
  type EchoRequest,
  EchoRequestSchema,
  type EchoResponse,
  EchoResponseSchema,
  file_natsrig_echo_v1_echo,
} from "./gen/natsrig/echo/v1/echo_pb.ts";
export {
  file_natsrig_ping_v1_ping,
  type PingRequest,
  PingRequestSchema,
} from "./gen/natsrig/ping/v1/ping_pb.ts";
