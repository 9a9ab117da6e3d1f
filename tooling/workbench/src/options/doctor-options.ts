/** The options of `glomers doctor` and `glomers maelstrom doctor`. */
import type { OptionEntry } from "./entry.ts";
import type { OptionReader } from "./option-reader.ts";

export const doctorOptionTable: readonly OptionEntry[] = [
  {
    flags: "--bin <file>",
    description: "look also whether this program can be started as a node; it is not run",
  },
  { flags: "--json", description: "print what was found as JSON" },
];

export interface DoctorOptions {
  /** Null means that none is looked at. */
  readonly bin: string | null;
  readonly json: boolean;
}

export function readDoctorOptions(reader: OptionReader): DoctorOptions {
  return { bin: reader.optional("--bin", (text) => text), json: reader.flag("--json") };
}
