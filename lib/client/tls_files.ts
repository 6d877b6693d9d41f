// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { readOptionFile } from "./option_file.ts";
import { pemProblem } from "./pem.ts";
import { tlsMaterial } from "./tls_options.ts";
import type { TlsOptions } from "./tls_options.ts";
import { unfit } from "./unfit.ts";

/**
 * Looks at the files of the option `tls`, so that a wrong path or content is told before a server
 * is asked. The transport reads them again at each connect.
 *
 * @throws {ClientError} `invalid-option`; it names the option and the path
 */
export function checkTlsFiles(tls: TlsOptions): void {
  for (const { file, kind } of tlsMaterial) {
    const path = tls[file];
    if (path === undefined) continue;
    const rule = pemProblem(readOptionFile(`tls.${file}`, path), kind);
    if (rule !== undefined) throw unfit(`tls.${file}`, `the path of a file in ${rule}`, path);
  }
}
