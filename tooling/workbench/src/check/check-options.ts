/** The options of `glomers check`. */
import type { OptionEntry } from "../options/entry.ts";
import type { OptionReader } from "../options/option-reader.ts";
import { type CheckSettings, parseAvailability, parseModels, parseWorkload } from "./settings.ts";

export const checkOptionTable: readonly OptionEntry[] = [
  { flags: "-w, --workload <name>", description: "what the clients did, if the folder does not tell" },
  {
    flags: "--consistency-models <models>",
    description: "models that transactions had to satisfy, split by commas, if the folder does not tell",
  },
  {
    flags: "--availability <a>",
    description: "share of operations that had to succeed: total, or a number from 0 to 1",
  },
  {
    flags: "--maelstrom-compat",
    description: "judge as Maelstrom would a run of ours, too; runs of Maelstrom's always are",
  },
  { flags: "--json", description: "print JSON: an object of one run, an array of several" },
];

export interface CheckOptions {
  /** Folders of runs, or folders that hold some. */
  readonly directories: readonly string[];
  readonly settings: CheckSettings;
  readonly json: boolean;
}

/** @throws {OptionError} if a value is none */
export function readCheckOptions(reader: OptionReader, directories: readonly string[]): CheckOptions {
  return {
    directories,
    settings: {
      workload: reader.optional("--workload", parseWorkload),
      consistencyModels: reader.optional("--consistency-models", parseModels),
      availability: reader.optional("--availability", parseAvailability),
      maelstromCompat: reader.flag("--maelstrom-compat"),
    },
    json: reader.flag("--json"),
  };
}
