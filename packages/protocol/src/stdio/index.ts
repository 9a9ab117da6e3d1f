export { type Request, readArguments } from "./flags.ts";
export type { About } from "./help.ts";
export { type Flags, readOptions, UsageError } from "./options.ts";
export { type Program, runNode } from "./run-node.ts";
export { type Serving, type Streams, serveStreams } from "./serve-streams.ts";
