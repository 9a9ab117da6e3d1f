export { BatchRoom } from "./batch-room.ts";
export { checkEnvelope, checkError } from "./contract/body.ts";
export { broadcast } from "./contract/broadcast.ts";
export { gCounter, pnCounter } from "./contract/counter.ts";
export { echo } from "./contract/echo.ts";
export { gSet } from "./contract/g-set.ts";
export { init } from "./contract/init.ts";
export { kafka } from "./contract/kafka.ts";
export { kv, linKv } from "./contract/kv.ts";
export { tso } from "./contract/lin-tso.ts";
export { txnListAppend } from "./contract/txn-list-append.ts";
export { txnRwRegister } from "./contract/txn-rw-register.ts";
export { uniqueIds } from "./contract/unique-ids.ts";
export {
  type ServiceName,
  serviceContracts,
  type WorkloadName,
  workloadContracts,
} from "./contract/workloads.ts";
export {
  type Check,
  type Contract,
  type Definition,
  type MessageOptions,
  message,
  type ReplyOf,
  type RequestOf,
  type Violation,
} from "./definition.ts";
export { type ErrorDefinition, type ErrorName, errorDefinition, errorRegistry } from "./error/registry.ts";
export { type ErrorBody, type ErrorFields, isRpcError, RpcError } from "./error/rpc-error.ts";
export type * from "./generated/payloads.ts";
export type { Logger } from "./log/logger.ts";
export type { Body, Json, Message } from "./message.ts";
export type { RpcOptions } from "./node/calls.ts";
export type { Answer, Handler, Handlers, RequestContext } from "./node/handler.ts";
export type { InitHook } from "./node/initialisation.ts";
export { Node, type NodeOptions } from "./node/node.ts";
export type { EveryOptions, Task } from "./node/timers.ts";
export { whenAborted } from "./node/when-aborted.ts";
export { completeOptions, type Given } from "./options/complete-options.ts";
export type {
  BooleanOption,
  ChoiceOption,
  NumberOption,
  Option,
  Options,
  StringOption,
  ValuesOf,
} from "./options/options.ts";
export type { LogLevel, Runtime, Timer } from "./runtime.ts";
