/** Nodes that reveal different versions of one key have not converged. */
import { type Datum, printEdn } from "@gossip-glomers/history";
import { type Identity, identityOf, isSameDatum } from "../../datum/identity.ts";
import { condense } from "../../finding/condense.ts";
import type { Run } from "../../run/run.ts";
import type { Finding } from "../../verdict.ts";
import type { RevealedVersions } from "./revealed-versions.ts";

interface Revelation {
  readonly source: string;
  readonly key: Datum;
  readonly versions: readonly Datum[];
}

/** One finding for all keys on which two sources disagree; it shows the first. */
export function divergence(run: Run, revealed: readonly RevealedVersions[]): readonly Finding[] {
  const first = new Map<Identity, Revelation>();
  const disagreements: { readonly one: Revelation; readonly other: Revelation }[] = [];
  for (const { source, versions } of revealed) {
    for (const [key, values] of versions) {
      const revelation = { source, key, versions: values };
      const known = first.get(identityOf(key));
      if (known === undefined) {
        first.set(identityOf(key), revelation);
      } else if (!isSameDatum(known.versions, values)) {
        disagreements.push({ one: known, other: revelation });
      }
    }
  }
  const [shown] = disagreements;
  if (shown === undefined) {
    return [];
  }
  const { one, other } = shown;
  const more = disagreements.length === 1 ? "" : ` (${disagreements.length - 1} more disagreements.)`;
  return condense(run, "non-convergence", "error", [
    {
      sentence: `Nodes do not agree on key ${printEdn(one.key)}: ${one.source} reveals ${printEdn(one.versions)} and ${other.source} ${printEdn(other.versions)}.${more}`,
      details: disagreements.map(
        (pair) =>
          `key ${printEdn(pair.one.key)}: ${pair.one.source} ${printEdn(pair.one.versions)}, ${pair.other.source} ${printEdn(pair.other.versions)}`,
      ),
    },
  ]);
}
