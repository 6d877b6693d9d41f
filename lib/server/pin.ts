// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The nats-server the rig is made for, and what its release archives must be. @module */

/** The version that is fetched where none is asked for. */
export const pinnedVersion = "2.15.0";

/** The lowest version that is taken where nothing is asked for. */
export const oldestVersion = "2.9";

/** Where release archives come from unless `NATSRIG_SERVER_MIRROR` or `mirror` says otherwise. */
export const defaultMirror = "https://github.com/nats-io/nats-server/releases/download";

/** SHA-256 of the pinned version's archives, by `<os>-<arch>`. */
export const pinnedChecksums: { readonly [platform: string]: string } = {
  "linux-amd64": "5d2c51caca950333aba84911df7d377f826f3a59ec36061c6539105084f65c92",
  "linux-arm64": "cdc208f5a3f42963a52b6ab06ef65626bb870315dc936e26ba571780c6351112",
  "darwin-amd64": "5bd8b59ca5bf93fab3da2c5843cf564cd6e2e291e22ae3b861746e7ebe259b95",
  "darwin-arm64": "e1c4e22d70bd44abfa0bcb3c16f7cf0c66f648c2e728c58924e8a1ce88913cc8",
  "windows-amd64": "2d0861dc2ca3567d17f7d19611d7b346cc2ccbd7086a0a77cc957a2c71663200",
};
