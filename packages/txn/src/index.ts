export { defaultOptions, options, type TxnOptions } from "./options.ts";
export { type Commit, createServer, server } from "./server.ts";
