// Copyright 2026 the natsrig authors. Apache-2.0 license.

export { ServiceError } from "../client/service_error.ts";
