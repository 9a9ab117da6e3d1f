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
export { readEdn } from "./edn/read.ts";
export { EdnSyntaxError } from "./edn/syntax-error.ts";
export type { ExactJson, ExactRecord } from "./exact-json/exact-json.ts";
export {
  exactInteger,
  isExactList,
  isExactRecord,
  isJson,
  roundedJson,
  schemaView,
  setOwn,
  withField,
} from "./exact-json/exact-json.ts";
export { printExactJson } from "./exact-json/print.ts";
export { readExactJson } from "./exact-json/read.ts";
export type {
  Nanoseconds,
  Operation,
  OperationException,
  OperationType,
  Process,
} from "./operation.ts";
export { makeFolder } from "./run-store/make-folder.ts";
export { operationDatum, operationFrom } from "./run-store/operation-datum.ts";
export type { JournalEvent } from "./run-store/read-journal.ts";
export { readJournal, wireJson } from "./run-store/read-journal.ts";
export { operationError, readHistory, readResults, readTrace } from "./run-store/read-store.ts";
export type { RunDescription, RunStore } from "./run-store/run-store.ts";
export { createRunStore } from "./run-store/run-store.ts";
export { StoreError } from "./run-store/store-error.ts";
export type { StoredRun } from "./run-store/stored-run.ts";
export { findRuns, readNodeLogs, readStoredRun } from "./run-store/stored-run.ts";
export { systemAdvice } from "./run-store/system-advice.ts";
export { datumFromJson, datumToJson } from "./trace/datum-json.ts";
export type { Trace } from "./trace/read.ts";
export { readTraceLines, TraceFormatError } from "./trace/read.ts";
export { traceHeaderLine, traceLine } from "./trace/write.ts";
export type {
  DropEvent,
  DropReason,
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
