/** What a run of the real Maelstrom cannot do without, looked for before the JVM is started. */
import { findJava, type Installation, locateMaelstrom, type Surroundings } from "@gossip-glomers/maelstrom";
import { OptionError } from "../options/option-reader.ts";

/**
 * The installation to run.
 *
 * @throws {OptionError} if there is none, or no Java to run it with; says what to do
 */
export function requireMaelstrom(surroundings: Surroundings): Installation {
  const location = locateMaelstrom(surroundings);
  if (!location.found) throw new OptionError(location.message);
  const { installation } = location;
  // A launcher without a jar beside it is a wrapper of somebody's own, and may bring its Java along.
  if (installation.jar !== null && findJava(surroundings.env) === null) {
    throw new OptionError(
      "Maelstrom needs Java 11 or newer, and there is no `java` on the PATH: `glomers maelstrom doctor` names the command that installs it",
    );
  }
  return installation;
}
