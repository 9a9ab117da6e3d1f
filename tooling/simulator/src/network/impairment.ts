/**
 * A network that does its work badly: it loses messages, delivers some twice, and lets others overtake them. Maelstrom
 * has none of this; a node that must run on a real network has all of it.
 *
 * Only what servers say to each other and to services suffers. Clients neither resend nor expect an answer twice, as
 * Maelstrom's do not, so a lost request would tell nothing of the node. And services are asked and answer at most once:
 * they know no request ids, so a write that arrives a second time, after a later one, would undo that one whatever the
 * node did.
 */
import type { Random } from "../random/random.ts";
import { isClient } from "./latency.ts";

/** How badly. Each chance is per message, in [0, 1]. */
export interface Impairment {
  /** The chance that a message never arrives. */
  readonly loss: number;
  /** The chance that a message between nodes arrives twice. */
  readonly duplicate: number;
  /** Each copy is held back for a time of its own, uniform in [0, this) milliseconds, so that it may be overtaken. */
  readonly reorderMs: number;
  /** By how many milliseconds a node's messages are slower, both those to it and those from it. */
  readonly slowMs: ReadonlyMap<string, number>;
}

/** What becomes of one message: for each copy that arrives, how many milliseconds it is held back. */
export type Fate = readonly number[];

type Route = { readonly src: string; readonly dest: string };

const UNHARMED: Fate = [0];
const LOST: Fate = [];

/**
 * Draws what becomes of each message.
 *
 * Each harm has a stream of its own, and each message one draw of every stream, so that taking one harm away, or making
 * it weaker, leaves the others to the messages that they befell before.
 *
 * @param nodes all nodes; whoever else is no client is a service.
 * @throws {RangeError} if a chance or a time is impossible.
 */
export function fatesUnder(
  impairment: Impairment,
  random: Random,
  nodes: ReadonlySet<string>,
): (message: Route) => Fate {
  checkImpairment(impairment);
  const { loss, duplicate, reorderMs, slowMs } = impairment;
  const losses = random.split("loss");
  const duplicates = random.split("duplicate");
  const delays = random.split("reorder");
  return ({ src, dest }) => {
    if (isClient(src) || isClient(dest)) return UNHARMED;
    const isLost = losses.float() < loss;
    const isTwice = duplicates.float() < duplicate;
    const [first, second] = [delays.float() * reorderMs, delays.float() * reorderMs];
    if (isLost) return LOST;
    const slowness = (slowMs.get(src) ?? 0) + (slowMs.get(dest) ?? 0);
    const hasCopy = isTwice && nodes.has(src) && nodes.has(dest);
    return hasCopy ? [slowness + first, slowness + second] : [slowness + first];
  };
}

function checkImpairment({ loss, duplicate, reorderMs, slowMs }: Impairment): void {
  for (const [name, chance] of Object.entries({ loss, duplicate })) {
    if (!(chance >= 0 && chance <= 1))
      throw new RangeError(`fatesUnder: the ${name} is ${chance}; use a chance from 0 to 1`);
  }
  for (const delay of [reorderMs, ...slowMs.values()]) {
    if (!(delay >= 0 && delay < Number.POSITIVE_INFINITY))
      throw new RangeError(`fatesUnder: a delay is ${delay} ms; use a number from 0`);
  }
}
