/** What the process says to its caller: Maelstrom's codes (MAELSTROM.md 1.2), and the shell's for a run cut short. */
export const exitCode = {
  valid: 0,
  invalid: 1,
  /** Of what judges no run: it could not be done, or something is missing. */
  failed: 1,
  unknown: 2,
  /** SIGHUP: 128 + 1. */
  hungUp: 129,
  /** SIGINT: 128 + 2. */
  interrupted: 130,
  /** SIGTERM: 128 + 15. */
  terminated: 143,
  badArguments: 254,
  /** The test itself crashed; a node that exited by itself counts as that. */
  crashed: 255,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
