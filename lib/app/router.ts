// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { parsePattern } from "./subject.ts";
import type { TestApp, TestOptions } from "./test_app.ts";
import type { Handler, Middleware, Params, PayloadType, Route } from "./types.ts";

/** What a Router holds, in the order it was added. */
type Entry = Route | { readonly router: Router; readonly prefix: string };

/**
 * Maps subjects to typed handlers. A Router does nothing by itself: `serve` connects it to NATS,
 * `test` runs it in memory.
 *
 * @example
 * ```ts
 * import { Router } from "@natsrig/natsrig/app";
 * import { assertEquals } from "@std/assert";
 *
 * const router = new Router().on(
 *   ":user.greet",
 *   { send: "text", reply: "text" },
 *   (name, { params }) => `${params.user} greets ${name}`,
 * );
 * await using app = await router.test();
 * const reply = await app.request("joe.greet", "sue", { send: "text", reply: "text" });
 * assertEquals(reply, "joe greets sue");
 * ```
 */
export class Router {
  readonly #entries: Entry[] = [];
  readonly #middleware: Middleware[] = [];

  /**
   * Adds a handler for the messages of a subject pattern. Tokens are literal, `*`, `:name` (given
   * as `params.name`); the last may be `>`. The handlers of one subject run one after another, in
   * the order they were added, until one fails; each value they return is sent as a reply. Patterns
   * that differ only overlap: each gets the message.
   *
   * @throws {TypeError} where the pattern is none
   */
  on<
    const Pattern extends string,
    const Send extends PayloadType,
    const Reply extends PayloadType | undefined = undefined,
  >(
    pattern: Pattern,
    types: { readonly send: Send; readonly reply?: Reply },
    handler: Handler<Send, Reply, Params<Pattern>>,
  ): this {
    parsePattern(pattern);
    this.#entries.push({
      pattern,
      send: types.send,
      reply: types.reply,
      middleware: [],
      // The route decodes by `send` and reads the pattern's params, so the handler gets just what
      // its types say; a list of routes cannot express that.
      handle: handler as unknown as Route["handle"],
    });
    return this;
  }

  /** Wraps all handlers of this Router, also those of merged ones; the first one is outermost. */
  use(middleware: Middleware): this {
    this.#middleware.push(middleware);
    return this;
  }

  /**
   * Adds another Router's handlers, under a prefix if one is given: `merge(router, "shop")` makes
   * `order.new` to `shop.order.new`.
   *
   * @throws {TypeError} where the prefix is no subject pattern, or the Router would contain itself
   */
  merge(router: Router, prefix = ""): this {
    if (prefix !== "") parsePattern(`${prefix}.end`);
    if (router.#contains(this)) throw new TypeError("Cannot merge a Router into itself");
    this.#entries.push({ router, prefix });
    return this;
  }

  /** All handlers with their full patterns, in order. */
  routes(): readonly Route[] {
    return this.#entries.flatMap((entry) => {
      const routes = "router" in entry
        ? entry.router.routes().map((route) => addPrefix(route, entry.prefix))
        : [entry];
      return routes.map((route) => ({
        ...route,
        middleware: [...this.#middleware, ...route.middleware],
      }));
    });
  }

  /** Runs the Router in memory, without a server. */
  async test(options: TestOptions = {}): Promise<TestApp> {
    // Loaded here as it brings the protobuf runtime with it.
    const { TestApp } = await import("./test_app.ts");
    return new TestApp(this, options);
  }

  #contains(router: Router): boolean {
    return router === this ||
      this.#entries.some((entry) => "router" in entry && entry.router.#contains(router));
  }
}

function addPrefix(route: Route, prefix: string): Route {
  if (prefix === "") return route;
  const pattern = `${prefix}.${route.pattern}`;
  parsePattern(pattern);
  return { ...route, pattern };
}
