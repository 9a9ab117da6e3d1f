/**
 * Which anomalies a history of transactions has against models that are stronger than the one that its row asks for.
 *
 * Read atomic and causal consistency are the strongest that a totally available system can give (Bailis et al., "Highly
 * Available Transactions", VLDB 2013; Cerone, Bernardi and Gotsman 2015 for the causal model that is checked).
 */
import { checkRwRegister, type Run } from "@gossip-glomers/checkers";
import { lookup } from "../../results/lookup.ts";

const models = ["read-atomic", "causal-cerone"] as const;

/** How many kinds of anomalies there are; null if the checker could not decide. */
export function anomalyKindsAgainstCausal(run: Run): number | null {
  const { valid, result } = checkRwRegister(run, { consistencyModels: models });
  if (valid === "unknown") return null;
  const kinds = lookup(result, ["anomaly-types"]);
  // An invalid verdict is never rounded down to nothing.
  return valid ? 0 : Math.max(1, Array.isArray(kinds) ? kinds.length : 0);
}
