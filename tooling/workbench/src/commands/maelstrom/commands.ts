/** The commands of the group `glomers maelstrom`: what each is called with, and which function it is. */
import { homeFolder, type InstallRequest, realMachine, type Surroundings } from "@gossip-glomers/maelstrom";
import type { ExitCode } from "../../cli/exit-code.ts";
import type { DoctorOptions } from "../../options/doctor-options.ts";
import type { MaelstromChallengesOptions } from "../../options/maelstrom-challenges-options.ts";
import type { MaelstromTestOptions } from "../../options/maelstrom-test-options.ts";
import { maelstromDoctorCommand } from "../doctor.ts";
import type { World } from "../world.ts";
import { maelstromChallengesCommand } from "./challenges.ts";
import { installCommand } from "./install.ts";
import { maelstromTestCommand } from "./test.ts";

/** What the subcommands do; each answers with the exit code. */
export interface MaelstromCommands {
  install(request: InstallRequest): Promise<ExitCode>;
  doctor(options: DoctorOptions): Promise<ExitCode>;
  test(options: MaelstromTestOptions): Promise<ExitCode>;
  challenges(options: MaelstromChallengesOptions): Promise<ExitCode>;
}

export function maelstromCommands(world: World): MaelstromCommands {
  const surroundings = surroundingsOf(world);
  return {
    install: (request) => installCommand(request, world, surroundings),
    doctor: (options) => maelstromDoctorCommand(options, world, realMachine(surroundings)),
    test: (options) => maelstromTestCommand(options, world, surroundings),
    challenges: (options) => maelstromChallengesCommand(options, world, surroundings),
  };
}

/** Where this process is, as far as the place of Maelstrom depends on it. */
export function surroundingsOf({ directory }: Pick<World, "directory">): Surroundings {
  return { env: process.env, platform: process.platform, home: homeFolder(), directory };
}
