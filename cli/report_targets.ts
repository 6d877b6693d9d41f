// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Where reports go: `--report FORMAT[:FILE]`. @module */

import type { ReportTarget } from "../lib/rig/open_reports.ts";
import { reports } from "../lib/report/mod.ts";
import type { Report, ReportOutput } from "../lib/report/types.ts";
import { didYouMean } from "../lib/scenario/suggest.ts";
import { UsageError } from "./command.ts";
import { type Io, type Sink, wantsColour } from "./io.ts";
import { dirname, resolve } from "node:path";

/** A report of the command line; no file: it goes to stdout. */
export interface ReportWish {
  readonly report: Report;
  readonly file?: string;
}

const byKey: ReadonlyMap<string, Report> = new Map(Object.entries(reports));

/** The names of all reports. */
export const reportNames: readonly string[] = [...byKey.keys()];

/**
 * Reads `--report` values. Where none of them goes to stdout, `text` does.
 *
 * @throws {UsageError} for an unknown format, two reports to one place, a folder that is not there
 */
export function parseReports(values: readonly string[], io: Pick<Io, "cwd">): ReportWish[] {
  const wishes = values.map((value): ReportWish => {
    const colon = value.indexOf(":");
    const name = colon === -1 ? value : value.slice(0, colon);
    const file = colon === -1 ? "-" : value.slice(colon + 1);
    const report = byKey.get(name);
    if (report === undefined) {
      throw new UsageError(
        `there is no report "${name}"`,
        didYouMean(name, reportNames) ?? `reports: ${reportNames.join(", ")}`,
      );
    }
    if (file === "") throw new UsageError(`--report ${value} names no file behind the colon`);
    return file === "-" ? { report } : { report, file: writablePath(file, "--report", io) };
  });
  if (!wishes.some(({ file }) => file === undefined)) wishes.unshift({ report: reports.text });
  const places = wishes.map(({ file }) => file ?? "stdout");
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice !== undefined) {
    throw new UsageError(
      `two reports cannot go to ${twice}`,
      "give one of them a file: --report FORMAT:FILE",
    );
  }
  return wishes;
}

/**
 * The absolute path of a file that is to be written.
 *
 * @throws {UsageError} where its folder is not there
 */
export function writablePath(file: string, flag: string, io: Pick<Io, "cwd">): string {
  const path = resolve(io.cwd, file);
  if (!isFolder(dirname(path))) {
    throw new UsageError(`${flag}: there is no folder "${dirname(file)}" to write ${file} to`);
  }
  if (isFolder(path)) throw new UsageError(`${flag}: ${file} is a folder`);
  return path;
}

/** Whether there is a folder of this path. */
export function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** A file being written. */
export interface FileSink extends Sink, Disposable {}

/** Opens a file to write text to, in place of what is in it. */
export function openFile(path: string): FileSink {
  const file = Deno.openSync(path, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  return {
    terminal: false,
    width: () => 80,
    write: (text) => {
      let rest = encoder.encode(text);
      while (rest.length > 0) rest = rest.subarray(file.writeSync(rest));
    },
    [Symbol.dispose]: () => file.close(),
  };
}

/** Opens the places reports go to. Files are closed with the stack. */
export function reportTargets(
  wishes: readonly ReportWish[],
  source: ReportOutput["source"],
  place: { readonly io: Io; readonly files: DisposableStack },
): ReportTarget[] {
  const { io, files } = place;
  const summaryFile = io.env("GITHUB_STEP_SUMMARY") ?? "";
  return wishes.map(({ report, file }) => {
    const sink = file === undefined ? io.stdout : files.use(openFile(file));
    return {
      report,
      output: {
        write: (text) => sink.write(text),
        terminal: sink.terminal,
        colour: file === undefined && wantsColour(sink, io),
        width: sink.width(),
        source,
        now: () => performance.now(),
        ...(summaryFile !== "" &&
          {
            summary: (text: string) =>
              Deno.writeTextFileSync(resolve(io.cwd, summaryFile), text, { append: true }),
          }),
      },
    };
  });
}
