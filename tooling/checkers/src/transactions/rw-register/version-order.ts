/** Puts the versions of registers in order, as far as that is known, and finds where what is known is circular. */
import { keyword, printEdn } from "@gossip-glomers/history";
import type { AnomalyCase } from "../anomaly-case.ts";
import { cyclicComponents, stronglyConnected } from "../graph/components.ts";
import { GraphBuilder } from "../graph/directed-graph.ts";
import type { Transaction } from "../transaction.ts";
import { type RegisterHistory, type Version, type VersionPair, withOneMore } from "./key-history.ts";

/**
 * Orders versions by `pairs`, unless these are circular for some key: then they are used for no key at all, as Elle
 * does, since a source that contradicts itself once is not to be relied upon (MAELSTROM.md 15.4).
 *
 * @returns the circles, as cases of `cyclic-versions`
 */
export function orderVersions(pairs: readonly VersionPair[]): readonly AnomalyCase[] {
  const circles = versionCircles(pairs);
  if (circles.length > 0) {
    return circles.map(caseOf);
  }
  for (const { earlier, later } of pairs) {
    earlier.later = withOneMore(earlier.later, later);
  }
  return [];
}

interface Circle {
  readonly key: RegisterHistory;
  readonly versions: readonly Version[];
}

function versionCircles(pairs: readonly VersionPair[]): readonly Circle[] {
  const numbers = new Map<Version, number>();
  const versions: { readonly key: RegisterHistory; readonly version: Version }[] = [];
  const numberOf = (key: RegisterHistory, version: Version): number => {
    let number = numbers.get(version);
    if (number === undefined) {
      number = versions.length;
      numbers.set(version, number);
      versions.push({ key, version });
    }
    return number;
  };
  const edges = pairs.map(({ key, earlier, later }) => [numberOf(key, earlier), numberOf(key, later)]);
  const builder = new GraphBuilder(versions.length);
  for (const [earlier = 0, later = 0] of edges) {
    builder.link(earlier, later, 1);
  }
  return cyclicComponents(stronglyConnected(builder.build(), 1)).flatMap((members): Circle[] => {
    const found = [...members].flatMap((member) => versions[member] ?? []);
    const [first] = found;
    return first === undefined ? [] : [{ key: first.key, versions: found.map(({ version }) => version) }];
  });
}

function caseOf({ key, versions }: Circle): AnomalyCase {
  const writers = versions
    .flatMap((version) => version.writers)
    .map((transaction: Transaction) => transaction.completion)
    .sort((a, b) => a.index - b.index);
  const shown = versions.map(({ value }) => printEdn(value)).join(" and ");
  return {
    record: {
      key: key.key,
      scc: new Set(versions.map(({ value }) => value)),
      sources: [keyword("initial-state"), keyword("wfr-keys")],
    },
    operations: writers,
    tell: () =>
      `The versions ${shown} of key ${printEdn(key.key)} each come before the other: operations ${writers.map(({ index }) => index).join(" and ")} wrote one after they had read another, and these reads go round in a circle.`,
  };
}
