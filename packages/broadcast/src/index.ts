export type { ProfileName } from "./profile.ts";
export { type BroadcastOptions, createServer, defaultOptions, server } from "./server.ts";
