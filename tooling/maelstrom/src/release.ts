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
  /** Null if nobody has published them. */
  readonly files: ReleaseFiles | null;
}

/** SHA-256 of what is started, and of what that starts. */
export interface ReleaseFiles {
  readonly launcher: string;
  readonly jar: string;
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

/**
 * The release to install.
 *
 * @param sha256 - what the archive must be; null means that it has to be a release whose archive is vouched for
 * @returns a sentence that begins with `Must be` if there is none
 */
export function releaseNamed(version: string, sha256: string | null): Release | string {
  const known = knownReleases.find((release) => release.version === version);
  if (known === undefined) {
    if (sha256 !== null) return { version, sha256, files: null };
    const versions = knownReleases.map((release) => release.version).join(" or ");
    return `Must be ${versions}, whose archives are known, or come with --sha256 and the checksum of its archive`;
  }
  if (sha256 === null || sha256 === known.sha256) return known;
  return `Must be ${known.sha256} for version ${version}, which several publishers agree on`;
}
