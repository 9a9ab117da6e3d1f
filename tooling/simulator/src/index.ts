export { milliseconds, seconds } from "./generator/duration.ts";
export type {
  Context,
  Draft,
  Generator,
  GeneratorEvent,
  Invocation,
  Step,
  Thread,
} from "./generator/generator.ts";
export type { Observer, PartitionPlan, Progress, TestPlan, TestRun } from "./run/plan.ts";
export type {
  Answer,
  Completion,
  Connection,
  ErrorHandling,
  GeneratorOptions,
  Workload,
  WorkloadClient,
} from "./run/workload.ts";
