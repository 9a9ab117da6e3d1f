/** A machine as a test wants it. */
import { posix } from "node:path";
import type { Machine, Ran } from "../src/doctor/machine.ts";

export interface MachineSettings extends Partial<Machine> {
  /** By path: null is a folder, else what the file holds. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  /** Paths of files that may be executed. */
  readonly executable?: readonly string[];
  /** By path: what a program prints for its version, or with which code it fails. */
  readonly programs?: Readonly<Record<string, string | Ran | null>>;
}

/** The PATH has `/usr/bin` only. */
export function machine({
  files = {},
  executable = [],
  programs = {},
  ...rest
}: MachineSettings = {}): Machine {
  const has = (path: string): boolean => executable.includes(path) || path in programs;
  return {
    env: {},
    platform: "linux",
    arch: "x64",
    nodeVersion: "20.0.0",
    directory: "/home/ada",
    temporaryDirectory: "/tmp",
    find: async (program) => {
      const path = posix.join("/usr/bin", program);
      return has(path) ? path : null;
    },
    run: async (path) => {
      const printed = programs[path] ?? null;
      return typeof printed === "string" ? { code: 0, text: printed } : printed;
    },
    kindOf: async (path) => {
      if (files[path] === null) return "folder";
      return path in files || has(path) ? "file" : "nothing";
    },
    mayExecute: async (path) => has(path),
    mayWrite: async () => true,
    head: async (path, bytes) => {
      const content = files[path];
      return content === undefined || content === null ? null : Buffer.from(content).subarray(0, bytes);
    },
    freeDisk: async () => 50e9,
    memory: () => ({ total: 16e9, available: 8e9 }),
    locateMaelstrom: () => ({
      found: false,
      reason: "absent",
      what: "it is not there",
      message: "install it",
    }),
    inspect: async () => ({ problem: null, checked: true }),
    ...rest,
  };
}
