/**
 * The releases of Maelstrom that can be installed without further ado: where each is found, and what its archive must be.
 *
 * The checksum of an archive stands here only if several independent publishers agree on it; what has none must be given one
 * by the person who wants it, because an archive that nobody vouched for is a program that nobody vouched for. The checksums
 * of the files in it tell later whether an installation is still what was unpacked.
 */

/** One release of Maelstrom, as published. */
export interface Release {
  /** As Maelstrom's tags have it, without the `v`. */
  readonly version: string;
  /** SHA-256 of the archive, in hexadecimal. */
  readonly sha256: string;
  /** SHA-256 of what is started and of what that starts. */
  readonly files: { readonly launcher: string; readonly jar: string };
}

/** Where releases are published. */
export const officialReleases = "https://github.com/jepsen-io/maelstrom/releases/download";

/** Where a version's archive is, below the official address or that of a mirror. */
export function releaseUrl(version: string, base: string = officialReleases): string {
  return `${base.replace(/\/+$/, "")}/v${version}/maelstrom.tar.bz2`;
}

/** The release that `glomers maelstrom install` installs. */
export const defaultRelease: Release = {
  version: "0.2.4",
  sha256: "301ec71d6b12af0d765edb413f5cf5aa1046b5609bd4e31376a0b549548e5799",
  files: {
    launcher: "aba82f628ca088d25e8952c2c49834565406b9239d1c79953a54bf2c26cfdf20",
    jar: "7d35db06546a737134a4dd4eb3b7dfb0955537df992d922d18cc716080853f67",
  },
};

/** All releases whose archive is vouched for. */
export const knownReleases: readonly Release[] = [
  defaultRelease,
  {
    version: "0.2.3",
    sha256: "2124b6aa66b5dfd273f5e0f12c9bd42e4a8365ebb5bf2c7da2de2e3b42c8561a",
    files: {
      launcher: "62d045d4e85f691290c19eb4aea6ce5913e71afb2f158b16acda972b0a54f37a",
      jar: "b43f4c2ea569da1d66ca74e26ca8ea4430dfc29195e97144b2d0b4f3f6cafa1c",
    },
  },
];
