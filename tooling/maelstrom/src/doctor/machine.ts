/** What the checks see of the machine: the port behind which a test has one as it likes. */
import type { Inspection } from "../install/installed.ts";
import type { Installation, Location } from "../install/locate.ts";

/** A program that was run. */
export interface Ran {
  /** Null if a signal ended it. */
  readonly code: number | null;
  /** Everything that it printed, stdout first. */
  readonly text: string;
}

export interface Memory {
  /** What the machine, or the container, has. */
  readonly total: number;
  /** What of it can be had now. */
  readonly available: number;
}

export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** As Node names it: `x64`, `arm64`. */
  readonly arch: string;
  /** Node's own version, without a `v`. */
  readonly nodeVersion: string;
  /** Where commands are typed, and runs are stored. */
  readonly directory: string;
  /** Where nodes run. */
  readonly temporaryDirectory: string;
  /** The full path of a program that the PATH has; null if it has none. */
  find(program: string): Promise<string | null>;
  /** Runs a program by its path; null if it cannot be started, or does not end. */
  run(path: string, args: readonly string[]): Promise<Ran | null>;
  /** What is at a path, links followed. */
  kindOf(path: string): Promise<"file" | "folder" | "other" | "nothing">;
  mayExecute(path: string): Promise<boolean>;
  mayWrite(path: string): Promise<boolean>;
  /** How a file begins; null if it cannot be read. */
  head(path: string, bytes: number): Promise<Uint8Array | null>;
  /** Bytes that can be written where a path is, or will be; null if the system does not tell. */
  freeDisk(path: string): Promise<number | null>;
  memory(): Memory;
  locateMaelstrom(): Location;
  inspect(installation: Installation): Promise<Inspection>;
}
