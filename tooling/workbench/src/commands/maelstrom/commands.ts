/** The commands of the group `glomers maelstrom`: what each is called with, and which function it is. */
import type { World } from "../world.ts";

/** What the subcommands do; each answers with the exit code. */
export type MaelstromCommands = Record<never, never>;

export function maelstromCommands(_world: World): MaelstromCommands {
  return {};
}
