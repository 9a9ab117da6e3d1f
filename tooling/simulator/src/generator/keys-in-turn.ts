/** Many small experiments at the same time and one after the other, each on a key of its own. */
import type { Context, Generator, Thread } from "./generator.ts";
import { soonest } from "./soonest.ts";
import { restrict } from "./step.ts";

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
  const generators = Array.from({ length: count }, (_, key) => generatorOf(key));
  return inTurn({ threadsPerGroup, generatorOf }, count, generators);
}

interface Rules {
  readonly threadsPerGroup: number;
  readonly generatorOf: (key: number) => Generator;
}

/** @param generators what is left of each group's present key. */
function inTurn(rules: Rules, nextKey: number, generators: readonly Generator[]): Generator {
  const groupOf = (thread: Thread): number | null =>
    thread === "nemesis" ? null : Math.floor(thread / rules.threadsPerGroup);
  const forGroup = (group: number) => (context: Context) =>
    restrict(context, (thread) => groupOf(thread) === group);

  const self: Generator = {
    op(context) {
      let unusedKey = nextKey;
      const branches = generators.map((generator, group) => {
        const own = forGroup(group)(context);
        let current = generator;
        if (current.op(own).kind === "exhausted") {
          current = rules.generatorOf(unusedKey);
          unusedKey += 1;
        }
        return { generator: current, weight: own.threads.length, restrict: () => own };
      });
      return soonest(context, branches, (left) => inTurn(rules, unusedKey, left));
    },
    update(context, event) {
      const group = groupOf(event.thread);
      const generator = group === null ? undefined : generators[group];
      if (group === null || generator === undefined) return self;
      const updated = generator.update(forGroup(group)(context), event);
      return updated === generator ? self : inTurn(rules, nextKey, generators.with(group, updated));
    },
  };
  return self;
}
