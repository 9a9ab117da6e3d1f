/** What a command needs of the process that it runs in. */
import type { Output } from "../cli/output.ts";
import type { Interruption } from "../run/interruption.ts";

export interface World {
  readonly output: Output;
  readonly interruption: Interruption;
  /** The working directory; paths that are typed are relative to it. */
  readonly directory: string;
  readonly version: string;
  /** The command line, as far as `--`. */
  readonly typed: readonly string[];
  /** The program that runs one row of the official table. */
  readonly rowProgram: string;
  /** Draws a seed for a run that none was given for. */
  drawSeed(): number;
}
