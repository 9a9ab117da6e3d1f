/**
 * `seq-kv` in memory, with the staleness of Maelstrom's (MAELSTROM.md 11.2; the client, `../seq-kv.ts`, has it in words).
 *
 * It copies all of its keys at each change: meant for tests, not for stores of many thousand keys.
 */
import type { Json } from "@gossip-glomers/protocol";
import { isSameJson } from "../same-json.ts";
import { type Decision, type Draw, decide, nameOf, type Service, type ServiceBody } from "./key-value.ts";

/**
 * What is shown in place of a state of which more than 31 changes have been made since.
 *
 * - `wrapping`: what Maelstrom does. It takes state i from slot i mod 32, where a newer one lies by now.
 * - `clamped`: the oldest that is kept, so that the store is what its name says.
 */
export type LostStates = "wrapping" | "clamped";

type State = ReadonlyMap<string, Json>;

/** States that are kept, the newest included. */
const kept = 32;

/** A sequentially consistent store; one client's view may lag, and does as `draw` has it. */
export function seqKvInMemory(draw: Draw, lostStates: LostStates): Service {
  /** State i in slot i mod 32, for the last 32 states. */
  const slots: State[] = [new Map()];
  let newest = 0;
  /** By client, the index of the newest state that it has seen. */
  const observed = new Map<string, number>();
  const stateAt = (index: number): State => slots[index % kept] ?? new Map();

  return (src, request) => {
    const key = nameOf(request.key);
    const seen = observed.get(src) ?? 0;
    const drawn = seen + draw(newest - seen + 1);
    const index = lostStates === "wrapping" ? drawn : Math.max(drawn, newest - kept + 1);
    const shown = attempt(request, stateAt(index).get(key));
    if (shown === undefined) return undefined;
    if (shown.written === undefined) {
      observed.set(src, index);
      return shown.reply;
    }
    // It changes something, so it is done once more on the newest state. That may be refused, and counts as a change
    // all the same.
    const current = stateAt(newest);
    const done = attempt(request, current.get(key));
    newest += 1;
    slots[newest % kept] = done?.written === undefined ? current : new Map(current).set(key, done.written);
    observed.set(src, newest);
    return done?.reply;
  };
}

/** What becomes of a request; a write of the value that is there already writes nothing. */
function attempt(request: ServiceBody, current: Json | undefined): Decision | undefined {
  const decision = decide(request, current, true);
  if (decision?.written === undefined || current === undefined) return decision;
  return isSameJson(current, decision.written) ? { reply: decision.reply } : decision;
}
