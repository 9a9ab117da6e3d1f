/** A network in which some links stay cut for most of a run, whatever partitions come and go beside them. */
import {
  type Clock,
  type Impairment,
  milliseconds,
  SimulatedNetwork,
  type SimulatedNetworkOptions,
} from "@gossip-glomers/simulator";

export interface StandingCut {
  /** Who does not hear whom. */
  readonly links: readonly (readonly [receiver: string, source: string])[];
  /** When it begins and ends, in milliseconds of the main phase; at the latest it ends with all other faults. */
  readonly fromMs: number;
  readonly untilMs: number;
}

type CutCause = Parameters<SimulatedNetwork["heal"]>[0];

export class NetworkWithStandingCut extends SimulatedNetwork {
  readonly #clock: Clock;
  readonly #cut: StandingCut;
  #isCut = false;

  constructor(options: SimulatedNetworkOptions, cut: StandingCut) {
    super(options);
    this.#clock = options.clock;
    this.#cut = cut;
  }

  /** The main phase begins with an impairment, if it is one of nothing, and ends with the end of that. */
  override impair(impairment: Impairment | null, nodes: ReadonlySet<string>): void {
    super.impair(impairment, nodes);
    const { fromMs, untilMs } = this.#cut;
    if (impairment === null) {
      this.#stand(false);
      return;
    }
    const begin = this.#clock.now();
    this.#clock.schedule(begin + milliseconds(fromMs), () => this.#stand(true));
    this.#clock.schedule(begin + milliseconds(untilMs), () => this.#stand(false));
  }

  override heal(cause?: CutCause): void {
    super.heal(cause);
    if (!this.#isCut) return;
    for (const [receiver, source] of this.#cut.links) this.cut(receiver, [source], "one-way");
  }

  #stand(isCut: boolean): void {
    this.#isCut = isCut;
    this.heal("one-way");
  }
}
