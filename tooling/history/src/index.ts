export type { Datum, DatumRecord } from "./datum.ts";
export {
  EdnList,
  EdnSymbol,
  Float,
  isRecord,
  isVector,
  Keyword,
  keyword,
  recordOf,
  Tagged,
} from "./datum.ts";
export { prettyEdn } from "./edn/pretty.ts";
export { printEdn } from "./edn/print.ts";
export { EdnSyntaxError, readEdn } from "./edn/read.ts";
export type {
  Nanoseconds,
  Operation,
  OperationException,
  OperationType,
  Process,
} from "./operation.ts";
export { operationDatum, operationFrom } from "./store/operation-datum.ts";
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
