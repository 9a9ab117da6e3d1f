export type { Datum, DatumRecord } from "./datum.ts";
export { Keyword, keyword } from "./datum.ts";
export type {
  Nanoseconds,
  Operation,
  OperationException,
  OperationType,
  Process,
} from "./operation.ts";
export type {
  DropEvent,
  LogEvent,
  NodeFault,
  NodeFaultEvent,
  OperationEvent,
  ReceiveEvent,
  SendEvent,
  TraceEvent,
  TraceHeader,
  TraceSink,
} from "./trace.ts";
