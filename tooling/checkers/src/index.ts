export type { RequiredAvailability } from "./availability/availability.ts";
export { checkAvailability } from "./availability/availability.ts";
export { compareData } from "./datum/compare.ts";
export { identityOf, isSameDatum } from "./datum/identity.ts";
export { checkEcho } from "./echo/echo.ts";
export { checkExceptions } from "./exceptions/exceptions.ts";
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
export type { Run } from "./run/run.ts";
export { runOfEvents, runOfHistory } from "./run/run.ts";
export { checkStats } from "./stats/stats.ts";
export { checkUniqueIds } from "./unique-ids/unique-ids.ts";
export type { Finding, Validity, Verdict } from "./verdict.ts";
