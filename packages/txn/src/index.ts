export { defaultOptions, type TxnOptions, txnOptions } from "./options.ts";
export { type Commit, createServer, server } from "./server.ts";
