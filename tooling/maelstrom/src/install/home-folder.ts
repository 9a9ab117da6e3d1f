/**
 * The user's home, in which the cache is. Neither an empty HOME nor a user whom the system does not know (a container that is
 * started under any number) may put the cache into whatever folder one stands in, or keep commands from running that need none.
 */
import { homedir, userInfo } from "node:os";
import { isAbsolute, parse } from "node:path";

/** Where it may stand, the best first: what HOME says, and what the system's list of users has. */
const sources: readonly (() => string)[] = [homedir, () => userInfo().homedir];

/** Absolute; the root of all folders if nobody knows, where it is seen at once that one may not write. */
export function homeFolder(candidates: readonly (() => string)[] = sources): string {
  for (const candidate of candidates) {
    try {
      const home = candidate();
      if (isAbsolute(home)) return home;
    } catch {
      // The system does not know this user.
    }
  }
  return parse(process.cwd()).root;
}
