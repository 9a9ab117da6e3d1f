/**
 * Sessions end with the lives of nodes. A client that goes on at a node that crashed and came back talks to one that knows
 * nothing of what that client has seen; nobody who answers at once can promise it more. Within a life all promises hold.
 */
import type { Operation } from "@gossip-glomers/history";
import type { Death } from "./crashes.ts";

export interface Lives {
  /** The same history, in which clients have another name in each life of their node. */
  readonly history: readonly Operation[];
  /** When a node that was ever killed was killed last, in nanoseconds. */
  readonly killedAt: ReadonlyMap<string, number>;
}

/** Processes are numbers, of which in each life there is a range of its own. */
const range = 1_000_000;

/** @param scripted crashes that the history does not tell of, in their order */
export function sessionsByLife(
  history: readonly Operation[],
  nodes: readonly string[],
  scripted: readonly Death[] = [],
): Lives {
  const deaths = new Map<string, number>();
  const killedAt = new Map<string, number>();
  const nameOf = new Map<unknown, number>();
  const kill = (node: string, time: number): void => {
    deaths.set(node, (deaths.get(node) ?? 0) + 1);
    killedAt.set(node, time);
  };
  let next = 0;
  const named = history.map((operation): Operation => {
    const { process, type, f, value, time } = operation;
    for (let death = scripted[next]; death !== undefined && death.time <= time; death = scripted[next]) {
      kill(death.node, death.time);
      next += 1;
    }
    if (typeof process !== "number") {
      // What was done is told by the second operation of the nemesis, as a map by node.
      if (f === "kill" && value instanceof Map) {
        for (const node of [...value.keys()].map(String)) kill(node, time);
      }
      return operation;
    }
    // A process calls the same node for good, process 0 the first one; it ends an operation as who it was when it began.
    const node = nodes[process % nodes.length] ?? "";
    if (type === "invoke") nameOf.set(process, process + range * (deaths.get(node) ?? 0));
    return { ...operation, process: nameOf.get(process) ?? process };
  });
  return { history: named, killedAt };
}
