/** Installing, running and reading the real Maelstrom. */
export { examineMaelstrom, examineRuns } from "./doctor/examine.ts";
export { type Finding, failed, ok, type Remedy, warning } from "./doctor/finding.ts";
export type { Machine } from "./doctor/machine.ts";
export { realMachine } from "./doctor/real-machine.ts";
export { ownSystem, type System } from "./doctor/system.ts";
export { homeFolder } from "./install/home-folder.ts";
export { type InstallOutcome, type InstallRequest, installMaelstrom } from "./install/install.ts";
export { InstallError } from "./install/install-error.ts";
export type { Absence, Installation, Location, Surroundings } from "./install/locate.ts";
export { installationVariable, locateMaelstrom } from "./install/locate.ts";
export type { InstallObserver, Progress as InstallProgress } from "./install/observer.ts";
export { defaultRelease, type Release, releaseNamed } from "./release.ts";
export {
  type CommandLine,
  type Duration,
  durationOf,
  flagValue,
  launcherArguments,
} from "./run/command-line.ts";
export { findJava } from "./run/find-java.ts";
export { type Ending, type Launch, LaunchError, launch, type ProcessGroups } from "./run/launch.ts";
export { type Stage, StageWatch } from "./run/stages.ts";
export { type WorkingFolder, workingFolderFor } from "./run/working-folder.ts";
export type { LogStory, TestCrash } from "./run-store/log-story.ts";
export { readRunLog } from "./run-store/read-run-log.ts";
export { newRunFolders, runFolders } from "./run-store/run-folders.ts";
