// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** An operating system and a processor, in the names nats-server's releases use. */
export interface Platform {
  /** `linux`, `darwin`, `windows`, `freebsd` … */
  readonly os: string;
  /** `amd64`, `arm64`. */
  readonly arch: string;
}

/** The platform this process runs on. */
export function currentPlatform(): Platform {
  return { os: Deno.build.os, arch: Deno.build.arch === "x86_64" ? "amd64" : "arm64" };
}

/** The file name of the binary. */
export function binaryName(platform: Platform): string {
  return platform.os === "windows" ? "nats-server.exe" : "nats-server";
}

/** The file name of a version's release archive. */
export function archiveName(version: string, platform: Platform): string {
  const extension = platform.os === "windows" ? "zip" : "tar.gz";
  return `nats-server-v${version}-${platform.os}-${platform.arch}.${extension}`;
}
