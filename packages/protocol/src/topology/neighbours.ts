import type { Topology } from "./layout.ts";

/** The neighbours of `node`; none if the topology does not name it. */
export function neighbours(topology: Topology, node: string): readonly string[] {
  // Own entries only: a node named `constructor` must not find what every object inherits.
  return Object.hasOwn(topology, node) ? (topology[node] ?? []) : [];
}
