/** Whether Maelstrom is there, and still what was installed. */
import { type Installation, installationVariable } from "../install/locate.ts";
import { defaultRelease, releaseNamed } from "../release.ts";
import { type Finding, failed, ok, type Remedy } from "./finding.ts";
import type { Machine } from "./machine.ts";
import { quoted } from "./quoted.ts";

export async function checkMaelstrom(machine: Machine): Promise<Finding> {
  const location = machine.locateMaelstrom();
  if (!location.found) {
    const remedies = location.reason === "absent" ? [everywhere("glomers maelstrom install")] : [unset];
    return failed("Maelstrom", { what: location.what, remedies });
  }
  const { installation } = location;
  const name = `${installation.version ?? "of unknown version"}, ${installation.launcher}`;
  const { problem, checked } = await machine.inspect(installation);
  if (problem !== null) {
    return failed("Maelstrom", {
      what: `${name}, is not intact: ${problem}`,
      remedies: await mending(installation, machine),
    });
  }
  return ok("Maelstrom", checked ? `${name}, intact` : `${name}, which there is nothing to hold against`);
}

async function mending(
  { origin, version, launcher }: Installation,
  machine: Machine,
): Promise<readonly Remedy[]> {
  if (!(await machine.mayExecute(launcher))) return [everywhere(`chmod +x ${quoted(launcher)}`)];
  if (origin === "environment") return [unset];
  if (version === null || version === defaultRelease.version)
    return [everywhere("glomers maelstrom install")];
  // Of a version that has no checksum here only the one who installed it knows it.
  const checksum = typeof releaseNamed(version, null) === "string" ? " --sha256 CHECKSUM" : "";
  return [everywhere(`glomers maelstrom install --version ${version}${checksum}`)];
}

const unset = everywhere(`unset ${installationVariable}`);

function everywhere(command: string): Remedy {
  return { system: null, command };
}
