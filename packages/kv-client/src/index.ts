export { Deadline } from "./deadline.ts";
export { type LinKv, linKv } from "./lin-kv.ts";
export { type LinTso, linTso } from "./lin-tso.ts";
export { type LwwKv, lwwKv } from "./lww-kv.ts";
export type { CallOptions, CasOptions, ClientOptions, WriteOptions } from "./options.ts";
export { type SeqKv, seqKv } from "./seq-kv.ts";
export type { Change } from "./update.ts";
