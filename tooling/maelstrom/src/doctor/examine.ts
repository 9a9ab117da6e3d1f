/** All checks of what the real Maelstrom needs, and of what every run needs, in the order in which one would mend them. */
import { checkBin } from "./bin/bin.ts";
import { type Finding, ok } from "./finding.ts";
import { checkJava } from "./java.ts";
import type { Machine } from "./machine.ts";
import { checkMaelstrom } from "./maelstrom.ts";
import { checkDisk, checkMemory } from "./resources.ts";
import { ownSystem } from "./system.ts";
import { checkTools } from "./tools.ts";

/** What the real Maelstrom needs. */
export async function examineMaelstrom(machine: Machine): Promise<readonly Finding[]> {
  const own = await ownSystem(machine);
  const maelstrom = await checkMaelstrom(machine);
  const location = machine.locateMaelstrom();
  if (location.found && location.installation.launcher.startsWith("/nix/store/")) {
    // Nix's launcher starts its own Java, and puts the other programs on the PATH that it starts it with.
    return [ok("Java, gnuplot, Graphviz, git", "come with the package of Nix"), maelstrom];
  }
  return [await checkJava(machine, own), ...(await checkTools(machine, own)), maelstrom];
}

/** What every run needs, on the real Maelstrom or without it. */
export async function examineRuns(machine: Machine, bin: string | null): Promise<readonly Finding[]> {
  return [
    ...(bin === null ? [] : [await checkBin(bin, machine)]),
    await checkDisk(machine),
    checkMemory(machine),
  ];
}
