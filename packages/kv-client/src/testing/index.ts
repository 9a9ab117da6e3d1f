export { attachService, attachServices, type ServicesOptions } from "./attach-services.ts";
export type { Draw, Service, ServiceBody } from "./key-value.ts";
export { linKvInMemory } from "./lin-kv.ts";
export { linTsoInMemory } from "./lin-tso.ts";
export { lwwKvInMemory } from "./lww-kv.ts";
export { type LostStates, seqKvInMemory } from "./seq-kv.ts";
