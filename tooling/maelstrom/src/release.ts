/**
 * The releases of Maelstrom that can be installed without further ado: where each is found, and what its archive must be.
 *
 * A checksum stands here only if several independent publishers agree on it; what has none must be given one by the person
 * who wants it, because an archive that nobody vouched for is a program that nobody vouched for.
 */

/** One release of Maelstrom, as published. */
export interface Release {
  /** As Maelstrom's tags have it, without the `v`. */
  readonly version: string;
  readonly url: string;
  /** SHA-256 of the archive, in hexadecimal. */
  readonly sha256: string;
}

/** Where a version's archive is published. */
export function releaseUrl(version: string): string {
  return `https://github.com/jepsen-io/maelstrom/releases/download/v${version}/maelstrom.tar.bz2`;
}

/** The release that `glomers maelstrom install` installs. */
export const defaultRelease: Release = {
  version: "0.2.4",
  url: releaseUrl("0.2.4"),
  sha256: "301ec71d6b12af0d765edb413f5cf5aa1046b5609bd4e31376a0b549548e5799",
};
