/** `glomers doctor` and `glomers maelstrom doctor`: whether this machine has what they need, and what mends it. */
import { examineMaelstrom, examineRuns, type Finding, type Machine } from "@gossip-glomers/maelstrom";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";
import { ownChecks } from "../doctor/own-checks.ts";
import { doctorJson, doctorText, hasFailed, type Section } from "../doctor/render.ts";
import type { DoctorOptions } from "../options/doctor-options.ts";
import type { World } from "./world.ts";

/** What `glomers` needs; what only `glomers maelstrom` needs is looked at, too, but is no failure here. */
export async function doctorCommand(
  options: DoctorOptions,
  world: Pick<World, "output">,
  machine: Machine,
): Promise<ExitCode> {
  const own = [...(await ownChecks(machine)), ...(await examineRuns(machine, options.bin))];
  const maelstrom = await examineMaelstrom(machine);
  return report(
    [
      { title: "glomers", findings: own },
      { title: "the real Maelstrom (for glomers maelstrom only)", findings: maelstrom.map(asWarning) },
    ],
    options,
    world,
  );
}

/** What the real Maelstrom needs. */
export async function maelstromDoctorCommand(
  options: DoctorOptions,
  world: Pick<World, "output">,
  machine: Machine,
): Promise<ExitCode> {
  const findings = [...(await examineMaelstrom(machine)), ...(await examineRuns(machine, options.bin))];
  return report([{ title: "the real Maelstrom", findings }], options, world);
}

/** @returns 0 if nothing that is needed is missing, else 1 */
function report(
  sections: readonly Section[],
  { json }: DoctorOptions,
  { output }: Pick<World, "output">,
): ExitCode {
  output.print(json ? doctorJson(sections) : doctorText(sections, output.colours));
  return hasFailed(sections) ? exitCode.failed : exitCode.valid;
}

function asWarning(finding: Finding): Finding {
  return finding.state === "failed" ? { ...finding, state: "warning" } : finding;
}
