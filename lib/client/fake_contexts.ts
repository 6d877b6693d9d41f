// Copyright 2026 the natsrig authors. Apache-2.0 license.

type Variables = { readonly [name: string]: string };

/** A configuration folder with contexts of the nats CLI in it; disposing of it removes it. */
export class FakeContexts implements Disposable {
  /** The folder, which has a folder `nats` in it. */
  readonly folder = Deno.makeTempDirSync();

  constructor(contexts: { readonly [name: string]: object }, selected?: string) {
    Deno.mkdirSync(`${this.folder}/nats/context`, { recursive: true });
    for (const [name, fields] of Object.entries(contexts)) {
      Deno.writeTextFileSync(`${this.folder}/nats/context/${name}.json`, JSON.stringify(fields));
    }
    if (selected !== undefined) {
      Deno.writeTextFileSync(`${this.folder}/nats/context.txt`, `${selected}\n`);
    }
  }

  /** An environment that points to it. */
  environment(variables: Variables = {}): (name: string) => string | undefined {
    const all: Variables = { XDG_CONFIG_HOME: this.folder, ...variables };
    return (name) => all[name];
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}
