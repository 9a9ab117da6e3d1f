/**
 * Which places of messages carry values, and which carry counters that happen to be as small.
 *
 * Values are integers from 0, as counters are. So that a 5 stands somewhere proves nothing: a node that has sent four
 * messages numbers the fifth `{"n":5}`, and by then a client has surely sent a value 5. What tells the two apart is how
 * values travel. Nobody can send a value before a client has given it to him or a message has brought it; a counter
 * asks nobody. So a place carries no values if somebody sent a number there that he could not know as a value.
 *
 * What he could know depends on which places carry values. Begin with all; each that is refuted takes with it what it
 * had seemed to bring, which may refute others (`heard`, which answers `n`, goes with it). What is left is the largest
 * set of places of which every one could carry values, and the true ones are among it.
 *
 * A counter may stay by luck, the more easily the fewer its numbers are. So a place has to have shown as often as it
 * takes that its sender knows what not every node knows. If k of n nodes could know a value that is sent there, a
 * counter would have met one that its sender knows with a chance of k/n; these chances are multiplied.
 */
import type { Place } from "./places.ts";
import type { Fact, Survey } from "./survey.ts";

/** Whether values are at a place: surely, or it may be luck, or there are none. */
export type Certainty = "surely" | "perhaps" | "never";

export interface Carriage {
  certaintyOf(place: Place): Certainty;
  /** How much speaks for a place that was not refuted, in bits. */
  weightOf(place: Place): number;
  /** Whether the places of values account for all that nodes came to know, so that there is no other way. */
  readonly isComplete: boolean;
  /**
   * Whether nodes could have come to know all of it without these places of values. Then a value that is there need not
   * bring it: an acknowledgement has it, and so have an announcement and `max`, the greatest that the sender knows.
   */
  canSpare(places: readonly Place[]): boolean;
  /**
   * Whether nodes came to know values that were at no place that could carry them: `"values":"1;5;7;"`, for instance, or
   * `[0,17,1,23]`, where every other number is one.
   */
  readonly isHidden: boolean;
}

/** So many bits against mere luck, which are one in a thousand. */
const SURE = 10;

export function carriageOf(survey: Survey): Carriage {
  const never = refutedIn(survey);
  const bits = weights(survey, never);
  const sure = new Set([...bits].filter(([, weight]) => weight >= SURE).map(([place]) => place));
  const doSuffice = (places: ReadonlySet<Place>): boolean =>
    places.size > 0 && accountForReads(survey, (place) => places.has(place));
  const isComplete = doSuffice(sure);
  // What may be luck is luck in a message that is understood, as a height of the sender's tree is, which is 1 to 4.
  const understood = new Set(isComplete ? [...sure].map(({ type }) => type) : []);
  const spared = new Map<string, boolean>();
  return {
    certaintyOf: (place) => {
      if (sure.has(place)) return "surely";
      return never.has(place) || understood.has(place.type) ? "never" : "perhaps";
    },
    weightOf: (place) => bits.get(place) ?? 0,
    isComplete,
    canSpare: (places) => {
      const key = places.map(({ index }) => index).join();
      const known =
        spared.get(key) ?? doSuffice(new Set([...sure].filter((place) => !places.includes(place))));
      spared.set(key, known);
      return known;
    },
    isHidden: !accountForReads(survey, (place) => !never.has(place), true),
  };
}

/** Where somebody sent a number that he could not know as a value. */
function refutedIn({ nodes, values, facts, refuted }: Survey): ReadonlySet<Place> {
  const never = new Set(refuted);
  for (let left = -1; left !== never.size; ) {
    left = never.size;
    const known = new Knowledge(nodes, values);
    for (const fact of facts) {
      const doesCarry = !("place" in fact) || !never.has(fact.place);
      if (fact.kind === "sent") {
        if (doesCarry && !known.has(fact)) never.add(fact.place);
      } else if (doesCarry && fact.kind !== "read") known.add(fact);
    }
  }
  return never;
}

/** How many bits there are against mere luck, of each place that was not refuted. */
function weights({ nodes, values, facts }: Survey, never: ReadonlySet<Place>): ReadonlyMap<Place, number> {
  const known = new Knowledge(nodes, values);
  const bits = new Map<Place, number>();
  for (const fact of facts) {
    if ("place" in fact && never.has(fact.place)) continue;
    if (fact.kind === "sent")
      bits.set(fact.place, (bits.get(fact.place) ?? 0) + Math.log2(nodes / known.holders(fact)));
    else if (fact.kind !== "read") known.add(fact);
  }
  return bits;
}

/** Whether every value in a read had been given to that node or been brought to it at such a place. */
function accountForReads(
  { nodes, values, facts }: Survey,
  doesCarry: (place: Place) => boolean,
  orElsewhere = false,
): boolean {
  const known = new Knowledge(nodes, values);
  for (const fact of facts) {
    if (fact.kind === "read") {
      if (!known.has(fact)) return false;
    } else if (fact.kind === "received") {
      if (doesCarry(fact.place)) known.add(fact);
    } else if (fact.kind === "given" || (fact.kind === "elsewhere" && orElsewhere)) known.add(fact);
  }
  return true;
}

/** Who could know which value. */
class Knowledge {
  readonly #values: number;
  readonly #known: Uint8Array;
  readonly #holders: Uint32Array;

  constructor(nodes: number, values: number) {
    this.#values = values;
    this.#known = new Uint8Array(nodes * values);
    this.#holders = new Uint32Array(values);
  }

  has({ node, value }: Fact): boolean {
    return this.#known[node * this.#values + value] === 1;
  }

  holders({ value }: Fact): number {
    return this.#holders[value] ?? 0;
  }

  add(fact: Fact): void {
    if (this.has(fact)) return;
    this.#known[fact.node * this.#values + fact.value] = 1;
    this.#holders[fact.value] = this.holders(fact) + 1;
  }
}
