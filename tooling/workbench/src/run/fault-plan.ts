/** The part of a test's plan that makes trouble, from the options that ask for it. */
import { type Impairment, seconds, type TestPlan } from "@gossip-glomers/simulator";
import type { TestOptions } from "../options/test-options.ts";

export type FaultPlans = Pick<TestPlan, "partitions" | "faults" | "impairment" | "recovery">;

/** What is not asked for is absent, so that a run without faults has no nemesis in its history. */
export function faultPlans({ nemesis, nemesisIntervalSeconds, faults }: TestOptions): FaultPlans {
  const interval = seconds(nemesisIntervalSeconds);
  const { kinds, recoverySeconds, loss, duplicate, reorderMs, slowMs } = faults;
  const impairment: Impairment = { loss, duplicate, reorderMs, slowMs };
  const isImpaired = loss > 0 || duplicate > 0 || reorderMs > 0 || slowMs.size > 0;
  return {
    ...(nemesis.includes("partition") ? { partitions: { interval } } : {}),
    ...(kinds.length > 0 ? { faults: { kinds, interval } } : {}),
    ...(isImpaired ? { impairment } : {}),
    recovery: seconds(recoverySeconds),
  };
}
