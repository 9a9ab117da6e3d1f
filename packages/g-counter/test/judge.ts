/** Holds what came of a trial to what the README promises. */
import type { Trial } from "./trial.ts";

/** Every promise that was broken, in words; none in a good trial. */
export function judge({
  deeds,
  finalReads,
  messagesWhenQuiet,
  acknowledgedTooEarly,
  messagesBetweenNodes,
}: Omit<Trial, "tally">): readonly string[] {
  const broken: string[] = acknowledgedTooEarly.map(
    ({ node, askedAt }) => `the add of ${askedAt} on ${node} was acknowledged before it was in seq-kv`,
  );
  if (messagesBetweenNodes > 0)
    broken.push(`${messagesBetweenNodes} messages went from node to node, where partitions can stop them`);
  if (messagesWhenQuiet > 0)
    broken.push(`${messagesWhenQuiet} messages were sent when nobody asked anything`);
  const adds = deeds.filter(({ delta, outcome }) => delta !== undefined && outcome !== "never");
  const [least, most] = [
    sum(adds.filter(({ outcome }) => outcome === "ok").map(({ delta = 0 }) => delta)),
    sum(adds.map(({ delta = 0 }) => delta)),
  ];
  const [first] = finalReads;
  for (const value of finalReads) {
    if (!(value >= least && value <= most))
      broken.push(`a final read says ${value}, not ${least} to ${most}`);
    if (value !== first) broken.push(`final reads differ: ${finalReads.join(", ")}`);
  }
  for (const read of deeds) {
    if (read.delta !== undefined || read.outcome !== "ok") continue;
    const known = adds.filter(
      ({ outcome, answeredAt }) => outcome === "ok" && answeredAt < read.askedAt - 500,
    );
    const begun = adds.filter(({ askedAt }) => askedAt <= read.answeredAt);
    const low = sum(known.map(({ delta = 0 }) => delta));
    const high = sum(begun.map(({ delta = 0 }) => delta));
    if (!(read.value >= low && read.value <= high)) {
      broken.push(`a read of ${read.askedAt} ms on ${read.node} says ${read.value}, not ${low} to ${high}`);
    }
  }
  return broken;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
