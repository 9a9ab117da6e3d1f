export { type KafkaOptions, options } from "./options.ts";
export { createServer, server } from "./server.ts";
