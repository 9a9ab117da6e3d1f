/** What lin-kv answers while it fails, and what of the errors that clients get says that nothing was done. */
import type { ServiceBody } from "@gossip-glomers/kv-client/testing";
import { RpcError } from "@gossip-glomers/protocol";

/** Carries a request out or not, and says neither, with one of the codes of which one is in no registry. */
export function failing(carryOut: () => void, random: () => number): ServiceBody {
  if (random() < 0.5) carryOut();
  const code = [0, 13, 1_000][Math.floor(random() * 3)] ?? 0;
  return { type: "error", code, text: "as the ordeal has it" };
}

/** Whether an error of that code says that what was asked has not been done, and will not be. */
export function isDefinite(code: number): boolean {
  return new RpcError(code, "").definite;
}
