export { tellUnheard } from "./answers/tell-unheard.ts";
export type { RequiredAvailability } from "./availability/availability.ts";
export { checkAvailability } from "./availability/availability.ts";
export { checkCounter } from "./counter/counter.ts";
export { compareData } from "./datum/compare.ts";
export { identityOf, isSameDatum } from "./datum/identity.ts";
export { checkEcho } from "./echo/echo.ts";
export { checkExceptions } from "./exceptions/exceptions.ts";
export { definedByLogs } from "./kafka/agreement.ts";
export { consumeCounts } from "./kafka/consume-counts.ts";
export { checkKafka } from "./kafka/kafka.ts";
export { definedByRegisters } from "./linearizability/agreement.ts";
export { checkLinearizableByKey } from "./linearizability/by-key.ts";
export { casRegister } from "./linearizability/cas-register.ts";
export { checkLinearizable } from "./linearizability/linearizability.ts";
export type { Model, Step } from "./linearizability/model.ts";
export { Inconsistent } from "./linearizability/model.ts";
export type { SearchBudget } from "./linearizability/search.ts";
export { checkNet } from "./net/net.ts";
export { checkNodeFaults } from "./node-faults/node-faults.ts";
export type { Bin, Latency } from "./perf/perf.ts";
export {
  checkPerf,
  latencies,
  PLOTTED_QUANTILES,
  QUANTILE_BIN,
  quantileSeries,
  quantiles,
  RATE_BIN,
  rateSeries,
} from "./perf/perf.ts";
export type { Part, Results } from "./results/assemble.ts";
export { assembleResults } from "./results/assemble.ts";
export type { JudgeOptions } from "./results/judge.ts";
export { judge } from "./results/judge.ts";
export { mergeValidity } from "./results/merge.ts";
export type { Checker, CheckOptions } from "./run/checker.ts";
export { MalformedOperationError } from "./run/malformed-operation.ts";
export type { Run } from "./run/run.ts";
export { runOfEvents, runOfHistory } from "./run/run.ts";
export { checkSetFull } from "./set-full/set-full.ts";
export { checkStats } from "./stats/stats.ts";
export type { ExcusedDifference, KindComparison, KindDifference } from "./transactions/agreement.ts";
export { AGREEMENT_EXCEPTIONS, compareKinds } from "./transactions/agreement.ts";
export type { TransactionOptions } from "./transactions/check.ts";
export { checkListAppend, checkRwRegister } from "./transactions/check.ts";
export type { Boundary } from "./transactions/model/boundary.ts";
export { anomaliesProhibitedBy, boundaryOf, unknownModels } from "./transactions/model/boundary.ts";
export { consistencyModelNames } from "./transactions/model/consistency-models.ts";
export type { RevealedVersions } from "./transactions/revealed/revealed-versions.ts";
export { checkUniqueIds } from "./unique-ids/unique-ids.ts";
export type { Finding, Validity, Verdict } from "./verdict.ts";
