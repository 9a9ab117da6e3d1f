/** How far a test is, told by the lines that Maelstrom writes to its console. */
import { entryBeginning } from "../run-store/jepsen-log.ts";
import type { Duration } from "./command-line.ts";

export type Stage =
  | "booting"
  | "setting-up"
  | "running"
  | "recovering"
  | "tearing-down"
  | "analysing"
  | "done";

const WORDS: { readonly [stage in Stage]: string } = {
  booting: "starting the JVM",
  "setting-up": "starting nodes",
  running: "running",
  recovering: "waiting for recovery",
  "tearing-down": "stopping nodes",
  analysing: "analysing",
  done: "done",
};

/** Which message of which logger begins a stage: nodes can write the same words, but not under that name. */
const BEGINNINGS: readonly (readonly [logger: string, beginning: string, stage: Stage])[] = [
  ["jepsen.core", "Command line:", "booting"],
  ["jepsen.db", "Setting up DB", "setting-up"],
  ["jepsen.core", "Relative time begins now", "running"],
  ["jepsen.generator.interpreter", "Waiting for recovery", "recovering"],
  ["jepsen.core", "Run complete", "tearing-down"],
  ["jepsen.core", "Analyzing", "analysing"],
  ["jepsen.core", "Analysis complete", "done"],
];

/** Follows one call of Maelstrom, which may be of several runs (`--test-count`). */
export class StageWatch {
  readonly #duration: Duration;
  #stage: Stage = "booting";
  #since: number;

  /** @param now - milliseconds of any clock that only goes forward */
  constructor(duration: Duration, now: number) {
    this.#duration = duration;
    this.#since = now;
  }

  get stage(): Stage {
    return this.#stage;
  }

  /** Whether this line begins another stage. */
  read(line: string, now: number): boolean {
    const entry = entryBeginning(line);
    if (entry === null) return false;
    const begun = BEGINNINGS.find(
      ([logger, beginning]) => entry.logger === logger && entry.message.startsWith(beginning),
    );
    if (begun === undefined || begun[2] === this.#stage) return false;
    this.#stage = begun[2];
    this.#since = now;
    return true;
  }

  /** `running   12 s of 20 s   18 s left`; what is left is known of the phases that go by the clock. */
  text(now: number): string {
    const passed = (now - this.#since) / 1000;
    const { mainSeconds, recoverySeconds } = this.#duration;
    const words = WORDS[this.#stage];
    if (this.#stage === "running") {
      const shown = Math.min(Math.floor(passed), mainSeconds);
      const left = Math.max(mainSeconds - passed, 0) + recoverySeconds;
      return `${words}   ${shown} s of ${mainSeconds} s   ${Math.ceil(left)} s left`;
    }
    if (this.#stage === "recovering")
      return `${words}   ${Math.ceil(Math.max(recoverySeconds - passed, 0))} s left`;
    return `${words}   ${Math.floor(passed)} s`;
  }
}
