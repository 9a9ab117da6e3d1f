/**
 * When the network of a run was cut, and which nodes could still talk to each other.
 *
 * All of it is in the history: the nemesis says what it isolated (MAELSTROM.md section 6). Who was asked is in the trace.
 */
import type { Run } from "@gossip-glomers/checkers";
import type { Datum, Nanoseconds, Operation } from "@gossip-glomers/history";

export interface Cut {
  readonly from: Nanoseconds;
  /** When the network was healed, or when the run was over. */
  readonly to: Nanoseconds;
  /**
   * The groups of nodes that were cut off together. Only groups of which every two could talk: in a ring of majorities each
   * node hears some others, but there is no side on which all hear all, so nothing can be promised to all of them.
   */
  readonly sides: readonly ReadonlySet<string>[];
}

/** Every cut that separated anybody, in order. */
export function cutsOf(run: Run, nodes: readonly string[]): readonly Cut[] {
  const cuts: Cut[] = [];
  let open: { readonly from: Nanoseconds; readonly sides: Cut["sides"] } | null = null;
  const close = (to: Nanoseconds): void => {
    if (open !== null) cuts.push({ ...open, to });
    open = null;
  };
  for (const { process, type, f, value, time } of run.history) {
    if (process !== "nemesis" || type !== "info") continue;
    if (f === "stop-partition") close(time);
    const grudge = f === "start-partition" ? grudgeIn(value) : null;
    if (grudge === null) continue;
    close(time);
    const isCut = [...grudge.values()].some((sources) => sources instanceof Set && sources.size > 0);
    if (isCut) open = { from: time, sides: sidesOf(nodes, grudge) };
  }
  close(run.history.at(-1)?.time ?? 0);
  return cuts;
}

/** The node that an operation's client talked to. */
export function nodeOf(run: Run, operation: Operation): string | undefined {
  return run.carriers.get(operation.index)?.node;
}

/** `[:isolated {"n0" #{"n1"}}]` → the map; null for the invocation's value, which is the name of a kind. */
function grudgeIn(value: Datum): ReadonlyMap<Datum, Datum> | null {
  const grudge = Array.isArray(value) ? value[1] : null;
  return grudge instanceof Map ? grudge : null;
}

/** The connected components in which everybody hears everybody. A node alone is one, too. */
function sidesOf(nodes: readonly string[], grudge: ReadonlyMap<Datum, Datum>): Cut["sides"] {
  const hears = (receiver: string, source: string): boolean => {
    const dropped = grudge.get(receiver);
    return !(dropped instanceof Set && dropped.has(source));
  };
  const talk = (a: string, b: string): boolean => hears(a, b) && hears(b, a);
  const sides: ReadonlySet<string>[] = [];
  const left = new Set(nodes);
  for (const first of nodes) {
    if (!left.delete(first)) continue;
    // A set's iteration reaches what is added meanwhile.
    const side = new Set([first]);
    for (const member of side) {
      for (const other of left) {
        if (!talk(member, other)) continue;
        left.delete(other);
        side.add(other);
      }
    }
    if ([...side].every((a) => [...side].every((b) => a === b || talk(a, b)))) sides.push(side);
  }
  return sides;
}
