/**
 * One run of one workload, from the first process to the written verdict. Here the parts meet: clock, network and host
 * of the simulator, the store, and the checkers.
 */
import { judge, latencies, quantiles, type Run, runOfEvents, type Validity } from "@gossip-glomers/checkers";
import {
  createRunStore,
  type DatumRecord,
  keyword,
  type RunStore,
  type TraceEvent,
  type TraceSink,
} from "@gossip-glomers/history";
import {
  attachServices,
  type Observer,
  Random,
  runTest,
  SimulatedNetwork,
  seconds,
  type TestPlan,
  type TestRun,
} from "@gossip-glomers/simulator";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";
import type { TestOptions } from "../options/test-options.ts";
import type { Judged, Latencies } from "../report/report.ts";
import { workloadFor } from "../workloads/registry.ts";
import { crashReason } from "./crash-reason.ts";
import { faultPlans } from "./fault-plan.ts";
import { traceHeader } from "./header.ts";
import type { Interruption } from "./interruption.ts";
import { Recording } from "./recording.ts";
import { type ResolvedSubject, stageFor } from "./stage.ts";

/** Everything that one run needs, kept or not. */
export interface RunPlan {
  readonly options: TestOptions;
  readonly subject: ResolvedSubject;
  readonly seed: number;
  /** The command line that repeats the run. */
  readonly again: string;
  readonly interruption: Interruption;
  readonly observer: Observer;
  /** Called when all nodes are ready; the first operation waits for it. */
  readonly ready?: () => Promise<void>;
}

/** What is needed beside to keep a run. */
export interface Keeping {
  /** The folder under which runs are kept. */
  readonly root: string;
  readonly version: string;
}

export interface TrialPlan extends RunPlan, Keeping {
  /** Shows one line of what nodes say, if the options ask for it. */
  readonly print: (line: string) => void;
}

/** How a run ended: judged, or not even that because it could not be run. */
export type Ending = { readonly code: ExitCode; readonly results: DatumRecord } & (
  | { readonly kind: "judged"; readonly judged: Judged; readonly run: Run }
  | { readonly kind: "crashed"; readonly reason: string }
);

/** What is left of a run, and the folder of its store. */
export type Trial = Ending & { readonly directory: string };

/**
 * Runs and judges. However the run ends, its store is complete: of a run that was interrupted or crashed it has what
 * happened until then, and results.edn says why it is unknown.
 *
 * @throws {StoreError} if the store cannot be written
 */
export async function runTrial(plan: TrialPlan): Promise<Trial> {
  const store = openStore(plan, plan);
  try {
    const ending = await runAndJudge(plan, new Recording(store, plan.options.log, plan.print));
    store.finish(ending.results);
    return { ...ending, directory: store.directory };
  } finally {
    store.close();
  }
}

/** Runs and judges, and leaves it to the caller what becomes of the recording. */
export async function runAndJudge(plan: RunPlan, recording: Recording): Promise<Ending> {
  const outcome = await perform(plan, recording);
  return conclude(plan, recording, outcome);
}

/**
 * Makes the store of a run that is over, for those who keep only some. In virtual time writing takes a third of the work.
 *
 * @returns its folder
 * @throws {StoreError} if the store cannot be written
 */
export function keepRun(
  plan: RunPlan,
  events: readonly TraceEvent[],
  results: DatumRecord,
  keeping: Keeping,
): string {
  const store = openStore(plan, keeping);
  try {
    for (const event of events) store.write(event);
    store.finish(results);
    return store.directory;
  } finally {
    store.close();
  }
}

function openStore(plan: RunPlan, { root, version }: Keeping): RunStore {
  return createRunStore(root, {
    header: traceHeader(plan.options, plan.seed),
    startedAt: new Date(),
    run: { command: plan.again, workbench: version, node: process.version, platform: process.platform },
  });
}

/** Runs the test; an error is why it could not be run to its end. */
async function perform(plan: RunPlan, trace: TraceSink): Promise<TestRun | Error> {
  const { options, subject, interruption, observer } = plan;
  const random = Random.fromSeed(plan.seed);
  const { clock, host } = stageFor(subject, options, random);
  const network = new SimulatedNetwork({
    clock,
    latency: { mean: options.latency.meanMs, distribution: options.latency.distribution },
    random: random.split("latency"),
    trace,
  });
  attachServices({
    network,
    random: random.split("services"),
    lostStates: options.seqKv,
    warn: (service, line) => trace.write({ kind: "log", at: clock.now(), node: service, line }),
  });
  const test: TestPlan = {
    workload: workloadFor(options).workload,
    nodes: options.nodes,
    concurrency: options.concurrency,
    rate: options.rate,
    timeLimit: seconds(options.timeLimitSeconds),
    ...faultPlans(options),
    clock,
    network,
    host,
    random,
    trace,
    signal: interruption.signal,
    observer,
    ...(plan.ready !== undefined && { ready: plan.ready }),
  };
  try {
    return await runTest(test);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function conclude(plan: RunPlan, recording: Recording, outcome: TestRun | Error): Ending {
  const { options, interruption } = plan;
  const { cause } = interruption;
  if (outcome instanceof Error && cause === null) {
    const reason = crashReason(outcome, runOfEvents(recording.events));
    return {
      kind: "crashed",
      code: exitCode.crashed,
      reason,
      results: { error: reason, "valid?": keyword("unknown") },
    };
  }
  const run = runOfEvents(recording.events);
  const { datum, findings, valid } = judge(run, workloadFor(options).check, options);
  const crashed = run.faults.some(({ fault }) => fault.fault === "exited");
  const judged: Omit<Judged, "valid" | "results" | "interrupted"> = {
    workload: options.workload,
    nodeCount: options.nodes.length,
    clock: plan.subject.kind === "module" ? "virtual" : "wall",
    findings,
    latencies: () => latenciesOf(run),
    duration: recording.events.at(-1)?.at ?? 0,
    crashed,
    again: plan.again,
  };
  if (cause !== null) {
    // What was found until then is kept, but of a run without its end nobody can say that it is good.
    const { code, reason } = cause;
    const { "valid?": _, ...parts } = datum;
    const results = { ...parts, interrupted: reason, "valid?": keyword("unknown") };
    return {
      kind: "judged",
      code,
      results,
      judged: { ...judged, valid: "unknown", results, interrupted: reason },
      run,
    };
  }
  const code = crashed ? exitCode.crashed : codeOf(valid);
  return {
    kind: "judged",
    code,
    results: datum,
    judged: { ...judged, valid, results: datum, interrupted: null },
    run,
  };
}

/** Null if no operation succeeded. */
function latenciesOf(run: Run): Latencies | null {
  const values: number[] = [];
  for (const { type, latency } of latencies(run)) if (type === "ok") values.push(latency / 1e6);
  const [median, p99, max] = quantiles(values, [0.5, 0.99, 1]);
  return median === undefined || p99 === undefined || max === undefined ? null : { median, p99, max };
}

function codeOf(valid: Validity): ExitCode {
  if (valid === "unknown") return exitCode.unknown;
  return valid ? exitCode.valid : exitCode.invalid;
}
