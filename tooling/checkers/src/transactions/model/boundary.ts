/**
 * What follows from a set of anomalies, and what a set of models demands: the two directions between anomalies.ts and
 * consistency-models.ts.
 */
import { anomaliesImplying, impliedAnomalies, reachable, reversed } from "./anomalies.ts";
import {
  canonicalModelName,
  consistencyModelNames,
  friendlyModelName,
  prohibits,
  strongerThan,
} from "./consistency-models.ts";

const weakerThan = reversed(strongerThan);
const prohibitedBy = reversed(prohibits);
const knownModels: ReadonlySet<string> = new Set(consistencyModelNames);

/** The models that a history has broken, by friendly name, each list sorted. */
export interface Boundary {
  /** The weakest models that are broken. */
  readonly not: readonly string[];
  /** All stronger ones, which are therefore broken too. */
  readonly alsoNot: readonly string[];
}

/** The names among `models` that are no consistency models. */
export function unknownModels(models: readonly string[]): readonly string[] {
  return models.filter((name) => !knownModels.has(name));
}

/** Every anomaly that makes a history invalid under all of `models` together. */
export function anomaliesProhibitedBy(models: readonly string[]): ReadonlySet<string> {
  const demanded = reachable(strongerThan, models.map(canonicalModelName));
  return anomaliesImplying([...demanded].flatMap((model) => prohibits.get(model) ?? []));
}

/** The canonical names of all models that cannot hold where `anomalies` were found. */
export function impossibleModels(anomalies: Iterable<string>): ReadonlySet<string> {
  const broken = [...impliedAnomalies(anomalies)].flatMap((anomaly) => prohibitedBy.get(anomaly) ?? []);
  return reachable(weakerThan, broken);
}

/** The models that `anomalies` rule out, split into the weakest of them and the rest (`not` and `also-not`). */
export function boundaryOf(anomalies: Iterable<string>): Boundary {
  const impossible = impossibleModels(anomalies);
  const coversAnother = (model: string): boolean =>
    [...reachable(strongerThan, [model])].some((weaker) => weaker !== model && impossible.has(weaker));
  const weakest: string[] = [];
  const stronger: string[] = [];
  for (const model of impossible) {
    (coversAnother(model) ? stronger : weakest).push(friendlyModelName(model));
  }
  return { not: weakest.sort(), alsoNot: stronger.sort() };
}
