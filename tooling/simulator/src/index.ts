export type { Clock, Scheduled } from "./clock/clock.ts";
export { VirtualClock } from "./clock/virtual-clock.ts";
export { WallClock } from "./clock/wall-clock.ts";
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
export type { Latency, LatencyDistribution } from "./network/latency.ts";
export { isClient, LATENCY_DISTRIBUTIONS } from "./network/latency.ts";
export type { AddressRole, Envelope, Network, Outgoing } from "./network/network.ts";
export { UnknownAddressError } from "./network/network.ts";
export type { SimulatedNetworkOptions } from "./network/simulated-network.ts";
export { SimulatedNetwork } from "./network/simulated-network.ts";
export { Random } from "./random/random.ts";
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
