/** Installing, running and reading the real Maelstrom. */
export type { Absence, Installation, Location, Surroundings } from "./install/locate.ts";
export { installationVariable, locateMaelstrom } from "./install/locate.ts";
export { defaultRelease, type Release, releaseUrl } from "./release.ts";
