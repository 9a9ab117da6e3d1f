export type { Layout, Topology } from "./layout.ts";
export { layOut, layouts } from "./layout.ts";
export { neighbours } from "./neighbours.ts";
export type { SpanningTree } from "./spanning-tree.ts";
export { spanningTree } from "./spanning-tree.ts";
