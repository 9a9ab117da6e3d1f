export { type CounterOptions, options } from "./options.ts";
export { createServer, server } from "./server.ts";
