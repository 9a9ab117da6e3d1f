/** A conversation with a service, without network: for tests that read like scripts. */
import type { ExactRecord } from "@gossip-glomers/history";
import { Random } from "../random/random.ts";
import type { Draw, StateMachine } from "./state-machine.ts";

export interface Talk {
  /** The reply to a request of `src`. */
  ask(src: string, body: ExactRecord): ExactRecord;
  /** What `src` reads at key `k`, undefined if it is told that there is no such key. */
  read(src: string): unknown;
  write(src: string, value: number): void;
}

/** @param chance a seed, or the draws themselves in order. */
export function talk<State>(service: StateMachine<State>, chance: number | readonly number[] = 1): Talk {
  const draw = typeof chance === "number" ? seeded(chance) : scripted(chance);
  let state = service.initial;
  const ask = (src: string, body: ExactRecord): ExactRecord => {
    const outcome = service.handle(state, { src, body }, draw);
    state = outcome.state;
    return outcome.reply;
  };
  return {
    ask,
    read: (src) => ask(src, { type: "read", key: "k" }).value,
    write(src, value) {
      ask(src, { type: "write", key: "k", value });
    },
  };
}

function seeded(seed: number): Draw {
  const random = Random.fromSeed(seed);
  return (bound) => random.integer(bound);
}

/** @throws {RangeError} there is no draw left, or the next one is not below its bound. */
function scripted(draws: readonly number[]): Draw {
  const left = [...draws];
  return (bound) => {
    const next = left.shift();
    if (next === undefined || next >= bound) {
      throw new RangeError(`talk: ${next} is no draw below ${bound}; mend the script`);
    }
    return next;
  };
}
