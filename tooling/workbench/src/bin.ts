#!/usr/bin/env node
/** The shell round the workbench: hands it the process's arguments, streams, signals and chance. */
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { realMachine } from "@gossip-glomers/maelstrom";
import { reapNodes } from "@gossip-glomers/simulator";
import manifest from "../package.json" with { type: "json" };
import { type ExitCode, exitCode } from "./cli/exit-code.ts";
import { processOutput } from "./cli/process-output.ts";
import { runProgram, splitAtTerminator } from "./cli/program.ts";
import { challengesCommand } from "./commands/challenges.ts";
import { checkCommand } from "./commands/check.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { maelstromCommands, surroundingsOf } from "./commands/maelstrom/commands.ts";
import { sweepCommand } from "./commands/sweep.ts";
import { testCommand } from "./commands/test.ts";
import type { World } from "./commands/world.ts";
import { InvalidValue } from "./options/values.ts";
import { Interruption } from "./run/interruption.ts";

/** Seeds are drawn short enough to be typed again. */
const seedLimit = 2 ** 32;

const output = processOutput(process.stdout, process.stderr);
const interruption = new Interruption(endAtOnce);
const argv = process.argv.slice(2);
const world: World = {
  output,
  interruption,
  directory: process.cwd(),
  version: manifest.version,
  typed: splitAtTerminator(argv)[0],
  rowProgram: fileURLToPath(new URL("./row.js", import.meta.url)),
  drawSeed: () => randomInt(seedLimit),
};

// A reader that has left (`glomers test … | head`) must not turn a verdict into a crash. A full disk must not either, but whoever
// reads the file that has no verdict should know.
process.stdout.once("error", (error) => {
  if (!("code" in error && error.code === "EPIPE")) output.complain(`glomers: stdout: ${error.message}`);
  process.stdout.on("error", () => {});
});
// A terminal that is closed takes stderr with it. There is nobody left to tell; and an error here that nobody listens to is a
// crash, which is complained of on stderr, for ever.
process.stderr.on("error", () => {});
interruption.listen(process, (text) => output.complain(text));

/** Whether there is an exit code of our own. */
let isOver = false;
// A module that calls process.exit(0), or waits for what never comes, would end with the code of a valid run.
process.on("exit", () => {
  if (isOver) return;
  output.complain(
    "glomers: the process was ended before there was a verdict, perhaps by a module that calls process.exit",
  );
  process.exitCode = exitCode.crashed;
  reapNodes();
});
process.exitCode = await main();
isOver = true;

async function main(): Promise<ExitCode> {
  try {
    return await runProgram(
      argv,
      {
        test: (options) => testCommand(options, world),
        challenges: (options) => challengesCommand(options, world),
        check: (options) => checkCommand(options, world),
        sweep: (options) => sweepCommand(options, world),
        doctor: (options) => doctorCommand(options, world, realMachine(surroundingsOf(world))),
        maelstrom: maelstromCommands(world),
      },
      { version: world.version, output, readFile },
    );
  } catch (error) {
    output.complain(`glomers: ${error instanceof Error ? error.message : String(error)}`);
    return interruption.cause?.code ?? exitCode.crashed;
  }
}

function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InvalidValue(
      `Must be a file that can be read, but ${error instanceof Error ? error.message : path}`,
    );
  }
}

function endAtOnce(code: ExitCode): void {
  isOver = true;
  reapNodes();
  process.exit(code);
}
