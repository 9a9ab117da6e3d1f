/**
 * Which life of another node this node is talking to. A node that crashed is back under its old name, and knows nothing: what
 * was said to its former life it has not heard, and what that life still has under way must not pass for its own.
 *
 * Each message is between two lives. As long as either of them may not know the other, it names them (a hello); then their
 * numbers combined are enough, and one life in a thousand million would be mistaken. A message to another life than
 * this, or from another than the one that is believed in, is taken for lost, and answered with a hello.
 *
 * Lives are numbers that were drawn, so they do not say which is the later one, and a late message of a dead life
 * must not bring it back. Hence terms: whenever this node comes to believe in another life, its term grows, and its hellos name
 * the term. Another life is believed in only if it has seen the present term.
 *
 * Invariant: each life that is believed in began after the one before. Proof: the present term was named to somebody only after
 * the present life had been heard of. Who has seen it lived after that, so it is the present life or a later one.
 * So two lives believe in each other at most once, and what they keep of each other begins and ends with that.
 *
 * A life that is believed in, and dead, does not last: the living one gets a hello for whatever it says, and shows in its
 * answer that it has.
 */
import type { Between } from "./wire.ts";

/** What a message shows about who it is from and to. */
export type Recognised =
  /** It is between this life and the one that is believed in. */
  | "present"
  /** The same, and that one is believed in from now on: all that was kept of the one before is void. */
  | "reborn"
  /** It is from or to another life; take it for lost, and answer. */
  | "stranger"
  /** It is from a new life to a former one of this node; take it for lost, void what was kept, and answer. */
  | "reborn stranger";

export class Acquaintance {
  readonly #self: number;
  /** The life that is believed in; 0 if none has been heard of. */
  #life = 0;
  #term = 0;
  /** The life and the term that the other node named last. */
  #seen: readonly [life: number, term: number] = [0, 0];
  /** Whether the life that is believed in knows this one. */
  #isKnownThere = false;

  constructor(self: number) {
    this.#self = self;
  }

  /** What the next message to the other node is to say of who it is between. */
  get between(): Between {
    if (this.#isKnownThere) return { link: this.#self ^ this.#life };
    return { hello: { life: this.#self, to: this.#life, term: this.#term, seen: this.#seen } };
  }

  /** Learns from a message of the other node who it is between. */
  recognise({ hello, link }: Between): Recognised {
    if (hello === undefined) {
      this.#isKnownThere = this.#life !== 0 && link === (this.#self ^ this.#life);
      return this.#isKnownThere ? "present" : "stranger";
    }
    const { life, to, term, seen } = hello;
    this.#seen = [life, term];
    const isFirst = this.#life === 0;
    const isReborn = !isFirst && life !== this.#life && seen[0] === this.#self && seen[1] === this.#term;
    if (isFirst || isReborn) {
      this.#life = life;
      this.#term += 1;
    }
    this.#isKnownThere = life === this.#life && to === this.#self;
    const isPresent = life === this.#life && (to === this.#self || to === 0);
    if (isReborn) return isPresent ? "reborn" : "reborn stranger";
    return isPresent ? "present" : "stranger";
  }
}
