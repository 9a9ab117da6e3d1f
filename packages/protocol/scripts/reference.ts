import type { Protocol } from "../src/schema/rpc.ts";

export function renderReference(catalogue: readonly Protocol[]): string {
  return catalogue.map((p) => p.name).join("\n");
}
