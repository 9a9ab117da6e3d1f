/** What an error of lin-kv says about the compare-and-set that it answers. */
import { isRpcError } from "@gossip-glomers/protocol";

/** It was refused: something else is there than was expected. */
export function isRefused(error: unknown): boolean {
  return isRpcError(error) && (error.code === 20 || error.code === 22);
}

/** Nobody knows whether it was carried out. */
export function isLost(error: unknown): boolean {
  return isRpcError(error) && !error.definite;
}
