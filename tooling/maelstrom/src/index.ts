/** Installing, running and reading the real Maelstrom. */
export { examineMaelstrom, examineRuns } from "./doctor/examine.ts";
export { type Finding, failed, ok, type Remedy, warning } from "./doctor/finding.ts";
export type { Machine } from "./doctor/machine.ts";
export { realMachine } from "./doctor/real-machine.ts";
export { ownSystem, type System } from "./doctor/system.ts";
export { type InstallOutcome, type InstallRequest, installMaelstrom } from "./install/install.ts";
export { InstallError } from "./install/install-error.ts";
export type { Absence, Installation, Location, Surroundings } from "./install/locate.ts";
export { installationVariable, locateMaelstrom } from "./install/locate.ts";
export type { InstallObserver, Progress as InstallProgress } from "./install/observer.ts";
export { defaultRelease, type Release, releaseNamed } from "./release.ts";
