/** The generators of a whole run, round those of its workload (MAELSTROM.md sections 2 and 8). */
import type { Nanoseconds, Operation } from "@gossip-glomers/history";
import { any } from "../generator/any.ts";
import { drawFrom } from "../generator/draw-from.ts";
import { seconds } from "../generator/duration.ts";
import type { Generator } from "../generator/generator.ts";
import { log } from "../generator/log.ts";
import { clients } from "../generator/on-threads.ts";
import { phases } from "../generator/phases.ts";
import { sleep } from "../generator/sleep.ts";
import { staggerEndless } from "../generator/stagger.ts";
import { nothing } from "../generator/step.ts";
import { timeLimit } from "../generator/time-limit.ts";
import { faultsOf, healingOf, impairmentOf } from "./fault-schedule.ts";
import type { TestPlan } from "./plan.ts";
import type { GeneratorOptions } from "./workload.ts";

/** Maelstrom leaves the nodes alone for this long before the final operations, also if nothing was ever wrong. */
const RECOVERY: Nanoseconds = seconds(10);

/** Operations at the plan's rate, with faults beside them, until the time is up. */
export function mainPhase(plan: TestPlan): Generator {
  const { workload, rate, random } = plan;
  const work =
    rate > 0 ? staggerEndless(seconds(1 / rate), workload.generator(optionsOf(plan))) : sleep(plan.timeLimit);
  const all = any(clients(drawFrom(random.split("workload"), work)), ...faultsOf(plan));
  const impairment = impairmentOf(plan);
  return timeLimit(plan.timeLimit, impairment.length === 0 ? all : phases(...impairment, all));
}

/** The end of all faults, and time for the nodes to tell each other what they have missed. */
export function recoveryPhase(plan: TestPlan): Generator {
  const recovery = plan.recovery ?? RECOVERY;
  return phases(...healingOf(plan), log("Waiting for recovery..."), sleep(recovery));
}

/** The workload's last operations, which may depend on all that happened before. */
export function finalPhase(plan: TestPlan, history: readonly Operation[]): Generator {
  const last = plan.workload.finalGenerator?.(optionsOf(plan), history) ?? nothing;
  return clients(drawFrom(plan.random.split("final"), last));
}

function optionsOf({ nodes, concurrency }: TestPlan): GeneratorOptions {
  return { nodes, concurrency };
}
