export type { About } from "./help.ts";
export type {
  BooleanOption,
  ChoiceOption,
  NumberOption,
  Option,
  Options,
  StringOption,
  ValuesOf,
} from "./options.ts";
export { type Program, runNode } from "./run-node.ts";
export { type Serving, type Streams, serveStreams } from "./serve-streams.ts";
