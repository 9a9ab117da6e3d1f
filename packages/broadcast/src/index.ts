export { type BroadcastOptions, options } from "./options.ts";
export { createServer, server } from "./server.ts";
