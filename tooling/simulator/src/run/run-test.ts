/**
 * The life of a test (MAELSTROM.md section 2): nodes started and initialised, clients set up, the main phase, recovery
 * and the final phase, and an end that leaves nothing behind.
 *
 * Everything here goes through the clock, network and host of the plan, so one and the same function runs processes in
 * real time and nodes in virtual time. Read `plan.ts` first; `conductor.ts` is the heart.
 */
import { ClientAddresses } from "../client/addresses.ts";
import { ClientThreads } from "./client-threads.ts";
import { Cluster } from "./cluster.ts";
import { Conductor } from "./conductor.ts";
import { Interrupted, Interruption } from "./interruption.ts";
import { Nemesis } from "./nemesis.ts";
import type { TestPlan, TestRun } from "./plan.ts";
import { ProgressReports } from "./progress.ts";
import { Recorder } from "./recorder.ts";
import { finalPhase, mainPhase, recoveryPhase } from "./schedule.ts";
import { Witness } from "./witness.ts";

/**
 * Runs a test. A run can be judged also if nodes died or it was interrupted: all that happened until then is in it.
 *
 * @throws {SetupError} a node could not be initialised or set up. Those that ran have been killed.
 * @throws {RangeError} the plan asks for something impossible.
 */
export async function runTest(plan: TestPlan): Promise<TestRun> {
  checkPlan(plan);
  const test = assemble(plan);
  let interrupted = false;
  try {
    await plan.clock.run(live(plan, test));
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    interrupted = true;
  } finally {
    await end(plan, test);
  }
  const { recorder, witness } = test;
  return { history: recorder.history, faults: witness.faults, interrupted, duration: recorder.lastTime };
}

/** The parts of one test. */
interface Test {
  readonly witness: Witness;
  readonly recorder: Recorder;
  readonly cluster: Cluster;
  readonly threads: ClientThreads;
  readonly conductor: Conductor;
  readonly progress: ProgressReports;
}

function assemble(plan: TestPlan): Test {
  const { clock, trace, random, concurrency } = plan;
  const witness = new Witness(clock, trace);
  const recorder = new Recorder(clock, trace);
  const source = { ...plan, addresses: new ClientAddresses() };
  const cluster = new Cluster(source, plan.host, witness);
  const threads = new ClientThreads(source);
  const nemesis = new Nemesis(plan, cluster);
  const conductor = new Conductor({
    clock,
    random: random.split("ties"),
    concurrency,
    recorder,
    perform: (invocation) => {
      const { thread } = invocation;
      return thread === "nemesis" ? nemesis.perform(invocation) : threads.perform(thread, invocation);
    },
    log: (line) => plan.observer?.log?.(line),
  });
  const progress = new ProgressReports(clock, plan.observer, () => ({
    elapsed: clock.now(),
    ...recorder.counts,
    inFlight: conductor.inFlight,
    partitioned: nemesis.isPartitioned,
  }));
  return { witness, recorder, cluster, threads, conductor, progress };
}

async function live(plan: TestPlan, { cluster, conductor, recorder, progress }: Test): Promise<void> {
  const interruption = new Interruption(plan.signal);
  await interruption.race(() => cluster.start());
  await interruption.race(() => cluster.initialise());
  await interruption.race(() => cluster.setUpClients());
  const { ready } = plan;
  if (ready !== undefined) await interruption.race(ready);
  progress.start();
  await interruption.race(() => conductor.run(mainPhase(plan)));
  if (plan.workload.finalGenerator === undefined) return;
  await interruption.race(() => conductor.run(recoveryPhase(plan)));
  await interruption.race(() => conductor.run(finalPhase(plan, recorder.history)));
}

/** Leaves a whole history and no process behind, however the test ended; each of the two also if the other fails. */
async function end(plan: TestPlan, { conductor, progress, witness, threads, cluster }: Test): Promise<void> {
  progress.stop();
  try {
    conductor.interrupt(({ thread }) => threads.carrierOf(thread));
  } finally {
    witness.close();
    threads.close();
    for (const line of await cluster.end()) plan.observer?.log?.(line);
  }
}

function checkPlan({ nodes, concurrency, rate, timeLimit }: TestPlan): void {
  const demand = (isMet: boolean, what: string): void => {
    if (!isMet) throw new RangeError(`runTest: ${what}`);
  };
  demand(nodes.length > 0, "there are no nodes; name at least one");
  demand(
    new Set(nodes).size === nodes.length,
    `two of the nodes ${nodes.join(", ")} have the same name; give each its own`,
  );
  demand(
    Number.isInteger(concurrency) && concurrency > 0,
    `the concurrency is ${concurrency}; use at least 1 client thread`,
  );
  demand(
    rate >= 0 && rate < Number.POSITIVE_INFINITY,
    `the rate is ${rate}; use a number of operations per second, 0 or more`,
  );
  demand(timeLimit >= 0, `the time limit is ${timeLimit} ns; use 0 or more`);
}
