/** Many small experiments at the same time and one after the other, each on a key of its own. */
import type { Context, Generator, Thread } from "./generator.ts";
import { soonest } from "./soonest.ts";
import { restriction } from "./step.ts";

/** How client threads are divided: threads 0 … `threadsPerGroup` − 1 are the first group, and so on. */
export interface Groups {
  readonly count: number;
  readonly threadsPerGroup: number;
}

/**
 * Each group of threads works on one key at a time, until `generatorOf(key)` is exhausted; then it takes the next
 * key that nobody has had. Keys are 0, 1, 2, …, the first ones in the order of the groups. Endless.
 *
 * Jepsen calls it a concurrent generator over independent keys.
 */
export function keysInTurn(groups: Groups, generatorOf: (key: number) => Generator): Generator {
  const { count, threadsPerGroup } = groups;
  const groupOf = (thread: Thread): number | null =>
    thread === "nemesis" ? null : Math.floor(thread / threadsPerGroup);
  const present = Array.from({ length: count }, (_, key) => ({
    restrict: restriction((thread) => groupOf(thread) === key),
    generator: generatorOf(key),
  }));
  return inTurn({ groupOf, generatorOf }, count, present);
}

interface Rules {
  /** Null for the nemesis. */
  readonly groupOf: (thread: Thread) => number | null;
  readonly generatorOf: (key: number) => Generator;
}

/** What a group sees of a moment, and what is left of its present key. */
interface Group {
  readonly restrict: (context: Context) => Context;
  readonly generator: Generator;
}

function inTurn(rules: Rules, nextKey: number, groups: readonly Group[]): Generator {
  const self: Generator = {
    op(context) {
      let unusedKey = nextKey;
      const branches = groups.map(({ restrict, generator }) => {
        const own = restrict(context);
        let current = generator;
        if (current.op(own).kind === "exhausted") {
          current = rules.generatorOf(unusedKey);
          unusedKey += 1;
        }
        return { generator: current, weight: own.threads.length, restrict: () => own };
      });
      return soonest(context, branches, (left) =>
        inTurn(
          rules,
          unusedKey,
          groups.map(({ restrict, generator }, i) => ({ restrict, generator: left[i] ?? generator })),
        ),
      );
    },
    update(context, event) {
      const index = rules.groupOf(event.thread);
      const group = index === null ? undefined : groups[index];
      if (index === null || group === undefined) return self;
      const { restrict, generator } = group;
      const updated = generator.update(restrict(context), event);
      return updated === generator
        ? self
        : inTurn(rules, nextKey, groups.with(index, { restrict, generator: updated }));
    },
  };
  return self;
}
