/** `glomers maelstrom install`: gets a release of Maelstrom, unless it is there. */
import { setTimeout } from "node:timers/promises";
import {
  InstallError,
  type InstallOutcome,
  type InstallRequest,
  installationVariable,
  installMaelstrom,
  type Surroundings,
} from "@gossip-glomers/maelstrom";
import { type ExitCode, exitCode } from "../../cli/exit-code.ts";
import type { World } from "../world.ts";
import { installProgress } from "./install-progress.ts";

/** @returns 0 if it is there now, 1 if it is not; an interruption's own code */
export async function installCommand(
  request: InstallRequest,
  { output, interruption }: Pick<World, "output" | "interruption">,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { signal } = interruption;
  try {
    const outcome = await installMaelstrom(request, {
      ...surroundings,
      signal,
      observer: installProgress(output, () => performance.now()),
      pause: (ms) => setTimeout(ms, undefined, { signal }),
    });
    output.status(null);
    output.print(outcomeText(outcome));
    return exitCode.valid;
  } catch (error) {
    output.status(null);
    if (interruption.cause !== null) {
      const { reason, code } = interruption.cause;
      output.complain(
        `install: ${reason}; nothing was installed. What has been downloaded is kept: run it again to go on`,
      );
      return code;
    }
    if (!(error instanceof InstallError)) throw error;
    output.complain(error.message);
    return exitCode.failed;
  }
}

function outcomeText({ kind, installation: { launcher, version } }: InstallOutcome): string {
  const name = version === null ? "Maelstrom" : `Maelstrom ${version}`;
  switch (kind) {
    case "installed":
      return `${name} is installed: ${launcher}\nWhether this machine has what it needs is said by: glomers maelstrom doctor`;
    case "present":
      return `${name} is installed already, and intact: ${launcher}`;
    case "named":
      return `${name} is at ${launcher}, as ${installationVariable} says; nothing has to be installed`;
  }
}
