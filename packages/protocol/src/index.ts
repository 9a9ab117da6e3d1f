export type { Body, Json, Message } from "./message.ts";
export type { LogLevel, Runtime, Timer } from "./runtime.ts";
