/**
 * Whether a log takes new messages on both sides of a cut: how many sends, begun while the network was cut, were not
 * acknowledged before it was healed.
 */
import type { Run } from "@gossip-glomers/checkers";
import type { Nanoseconds, Operation } from "@gossip-glomers/history";
import { type Cut, cutsOf, nodeOf } from "./cuts.ts";

/** What is sent later than this before a heal need not be acknowledged before it. */
const LAST_MOMENT: Nanoseconds = 1e9;

/** Null if nobody sent anything while the network was cut. */
export function failedSendsWhileCut(run: Run, nodes: readonly string[]): number | null {
  const cuts = cutsOf(run, nodes);
  const asked = new Set<string>();
  const open = new Map<Operation["process"], Operation>();
  let failed = 0;
  for (const operation of run.history) {
    if (operation.f !== "send") continue;
    if (operation.type === "invoke") {
      open.set(operation.process, operation);
      continue;
    }
    const begun = open.get(operation.process)?.time ?? operation.time;
    const cut = cuts.find(({ from, to }) => begun >= from && begun <= to - LAST_MOMENT);
    if (cut === undefined) continue;
    const node = nodeOf(run, operation);
    if (node !== undefined) asked.add(node);
    if (!isTaken(operation, cut)) failed += 1;
  }
  // With a node that was never asked, nothing is known of its side.
  return asked.size < nodes.length ? null : failed;
}

function isTaken({ type, time }: Operation, { to }: Cut): boolean {
  return type === "ok" && time <= to;
}
