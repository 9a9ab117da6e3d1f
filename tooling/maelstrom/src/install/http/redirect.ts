/** Where a redirect may lead. */
import { InstallError, shown } from "../install-error.ts";

/**
 * The address that an answer with a `Location` sends to.
 *
 * @param from - the address that answered
 * @param given - the address that the user gave: who gave `http` has accepted that others can read and change what comes
 * @throws {InstallError} if it leads from `https` to `http`, or to something that is neither
 */
export function redirectTarget(from: URL, location: string, given: URL): URL {
  if (!URL.canParse(location, from.href)) {
    throw new InstallError(
      `${shown(from)} redirects to "${location}", which is no address; name another source with --from`,
    );
  }
  const target = new URL(location, from);
  const refuse = (why: string): InstallError =>
    new InstallError(
      `${shown(from)} redirects to ${shown(target)}, which is ${why}, so it is not followed; name an address that you trust with --from`,
    );
  if (target.protocol !== "http:" && target.protocol !== "https:") throw refuse("no address of the web");
  if (target.protocol === "http:" && given.protocol === "https:") throw refuse("not secured as https is");
  return target;
}
