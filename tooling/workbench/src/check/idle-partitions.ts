/**
 * Partitions that never bit: a run that was to show what nodes do while they are cut off, and in which nothing was cut. Its
 * verdict is as good as that of a run without faults, and Maelstrom says nothing of it.
 */
import type { Finding, Run } from "@gossip-glomers/checkers";
import type { StoredRun } from "@gossip-glomers/history";
import { cutsOf } from "../challenges/observations/cuts.ts";

export function findIdlePartitions({ journal, arguments: argv }: StoredRun, run: Run): readonly Finding[] {
  const started = run.history.filter(({ process, f }) => process === "nemesis" && f === "start-partition");
  if (started.length === 0 && !asksForPartitions(argv ?? [])) return [];
  const nodes = nodesOf(run);
  const cuts = cutsOf(run, nodes);
  if (cuts.length === 0) {
    return [
      warning(
        started.length === 0
          ? "Partitions were asked for, and the history has none. Maelstrom makes the first as soon as operations begin, so the run was over at once, or its history is not whole; run it again."
          : "No partition separated any two nodes: with so few nodes some kinds cut nobody. Run it again, or with more nodes.",
      ),
    ];
  }
  if (journal === null) return [];
  const known = new Set(nodes);
  const between = [...run.messages.values()].filter(({ src, dest }) => known.has(src) && known.has(dest));
  // Nodes that never talk to each other cannot be cut off from each other; that is a solution, not an accident.
  if (between.length === 0 || between.some(({ id }) => !run.deliveries.has(id))) return [];
  const times = cuts.length === 1 ? "The one partition" : `The ${cuts.length} partitions`;
  return [
    warning(
      `${times} of this run lost nothing: each of the ${between.length} messages between nodes arrived. What the nodes do about a lost message was not tested; run it again, or longer.`,
    ),
  ];
}

function asksForPartitions(argv: readonly string[]): boolean {
  return argv.some(
    (word, position) =>
      (argv[position - 1] === "--nemesis" && word.includes("partition")) ||
      (word.startsWith("--nemesis=") && word.includes("partition")),
  );
}

/** Those who were told who they are. */
function nodesOf(run: Run): readonly string[] {
  const nodes = new Set<string>();
  for (const { dest, body } of run.messages.values()) {
    if (typeof body === "object" && body !== null && Reflect.get(body, "type") === "init") nodes.add(dest);
  }
  return [...nodes];
}

function warning(summary: string): Finding {
  return { kind: "idle-partitions", severity: "warning", summary, operations: [], messages: [], details: [] };
}
