export { MalformedReply, RpcTimeout } from "./client/errors.ts";
export type { Clock, Scheduled } from "./clock/clock.ts";
export { VirtualClock } from "./clock/virtual-clock.ts";
export { WallClock } from "./clock/wall-clock.ts";
export { any } from "./generator/any.ts";
export type { Behaviour } from "./generator/automaton.ts";
export { automaton } from "./generator/automaton.ts";
export { drawFrom } from "./generator/draw-from.ts";
export { milliseconds, seconds } from "./generator/duration.ts";
export { eachThread } from "./generator/each-thread.ts";
export { filter } from "./generator/filter.ts";
export { flipFlop } from "./generator/flip-flop.ts";
export type {
  Context,
  Draft,
  Generator,
  GeneratorEvent,
  Invocation,
  Step,
  Thread,
} from "./generator/generator.ts";
export type { Groups } from "./generator/keys-in-turn.ts";
export { keysInTurn } from "./generator/keys-in-turn.ts";
export { limit, once } from "./generator/limit.ts";
export { log } from "./generator/log.ts";
export { mix } from "./generator/mix.ts";
export { clients, nemesis, onThreads } from "./generator/on-threads.ts";
export { phases } from "./generator/phases.ts";
export { processLimit } from "./generator/process-limit.ts";
export type { Reservation } from "./generator/reserve.ts";
export { reserve } from "./generator/reserve.ts";
export { sleep } from "./generator/sleep.ts";
export { stagger, staggerEndless } from "./generator/stagger.ts";
export { timeLimit } from "./generator/time-limit.ts";
export { repeat, unfold } from "./generator/unfold.ts";
export type { Host, HostEvents, HostedNode } from "./host/host.ts";
export { ForbiddenCallError } from "./host/in-process/forbidden-globals.ts";
export { InProcessHost, type InProcessHostOptions } from "./host/in-process/in-process-host.ts";
export type { FloodBudget } from "./host/process/flood-gauge.ts";
export { killMarked, markNodes } from "./host/process/marked-processes.ts";
export { adopt as adoptGroup, killGroup, reapNodes, terminateGroup } from "./host/process/process-groups.ts";
export { ProcessHost, type ProcessHostOptions } from "./host/process/process-host.ts";
export { resolveProgram } from "./host/process/resolve-program.ts";
export type { Grudge, PartitionKind } from "./nemesis/grudge.ts";
export { drawGrudge, PARTITION_KINDS } from "./nemesis/grudge.ts";
export { isolated, Partitioner } from "./nemesis/partitioner.ts";
export type { Impairment } from "./network/impairment.ts";
export type { Latency, LatencyDistribution } from "./network/latency.ts";
export { isClient, LATENCY_DISTRIBUTIONS } from "./network/latency.ts";
export type { AddressRole, Envelope, Network, Outgoing } from "./network/network.ts";
export { UnknownAddressError } from "./network/network.ts";
export type { SimulatedNetworkOptions } from "./network/simulated-network.ts";
export { SimulatedNetwork } from "./network/simulated-network.ts";
export { Random } from "./random/random.ts";
export { FAULT_KINDS, type FaultKind } from "./run/fault-schedule.ts";
export type { FaultPlan, Observer, PartitionPlan, Progress, TestPlan, TestRun } from "./run/plan.ts";
export { runTest } from "./run/run-test.ts";
export { SetupError } from "./run/setup-error.ts";
export type {
  Answer,
  Completion,
  Connection,
  ErrorHandling,
  Exact,
  GeneratorOptions,
  Workload,
  WorkloadClient,
} from "./run/workload.ts";
export type { ServiceOptions } from "./service/attach-services.ts";
export { attachServices } from "./service/attach-services.ts";
export type { LostStates } from "./service/seq-kv.ts";
export { LOST_STATES } from "./service/seq-kv.ts";
