/** What a checker is: a pure function of a run. */
import type { Verdict } from "../verdict.ts";
import type { Run } from "./run.ts";

export interface CheckOptions {
  /**
   * Give Maelstrom's verdict also where Maelstrom is mistaken (MAELSTROM.md section 16): faults that mute or end a
   * node become warnings, and unique ids that cannot be compared make the run unknown.
   */
  readonly maelstromCompat: boolean;
}

export type Checker = (run: Run, options: CheckOptions) => Verdict;
