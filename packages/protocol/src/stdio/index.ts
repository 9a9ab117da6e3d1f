export { type Request, readArguments } from "./flags.ts";
export type { About } from "./help.ts";
export {
  type BooleanOption,
  type ChoiceOption,
  type Flags,
  type NumberOption,
  type Option,
  type Options,
  readOptions,
  type StringOption,
  UsageError,
  type ValuesOf,
} from "./options.ts";
export { type Program, runNode } from "./run-node.ts";
export { type Serving, type Streams, serveStreams } from "./serve-streams.ts";
