/** What is said when the archive cannot be fetched at all: three ways remain, and none needs this network. */

import { officialReleases } from "../release.ts";
import { InstallError, shown } from "./install-error.ts";
import { installationVariable } from "./locate.ts";

/** The environment variable with the address of a mirror, to be used in place of the official one. */
export const mirrorVariable = "GLOMERS_MAELSTROM_MIRROR";

/**
 * @param cause - why the last try failed
 * @param tries - how often in a row nothing came
 * @param kept - how many bytes have come, and are kept for the next run
 */
export function unreachable(url: URL, cause: Error, tries: number, kept: number): InstallError {
  const resumed =
    kept > 0 ? `\nWhat has come is kept: the next run goes on at ${(kept / 1e6).toFixed(1)} MB.` : "";
  return new InstallError(
    `${shown(url)} cannot be fetched: ${cause.message} (${tries} tries).${resumed}
Behind a proxy, set HTTPS_PROXY. Without a network there are three ways:
  glomers maelstrom install --from FILE    the archive maelstrom.tar.bz2, fetched somewhere else
  ${mirrorVariable}=URL             a mirror of ${officialReleases}
  ${installationVariable}=FOLDER                 an installation that is already there`,
    cause,
  );
}
