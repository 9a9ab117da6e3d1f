export { type Cluster, type ClusterOptions, cluster } from "./cluster.ts";
export { ManualClock } from "./manual-clock.ts";
export { freshProbe, type ProbeOptions, probe } from "./probe.ts";
export { type Equip, TestNode } from "./test-node.ts";
export {
  type AnyBody,
  type LoggedLine,
  type SentMessage,
  TestRuntime,
  type TestRuntimeOptions,
} from "./test-runtime.ts";
export { World, type WorldOptions } from "./world.ts";
