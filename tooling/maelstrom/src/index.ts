/** Installing, running and reading the real Maelstrom. */
export { defaultRelease, type Release, releaseUrl } from "./release.ts";
