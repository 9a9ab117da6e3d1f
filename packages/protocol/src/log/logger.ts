/** A levelled log over any sink, for a node and for the shell round it. */
import type { LogLevel } from "../runtime.ts";
import { describeError } from "./describe-error.ts";

/** Takes text for a human, by urgency. Text of several lines, such as a stack, becomes several lines of the log. */
export interface Logger {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** All levels, least urgent first. */
export const logLevels: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** A logger that hands `sink` one line at a time and leaves out what is less urgent than `threshold`. */
export function createLogger(threshold: LogLevel, sink: (level: LogLevel, line: string) => void): Logger {
  const least = logLevels.indexOf(threshold);
  const at = (level: LogLevel): ((text: string) => void) => {
    if (logLevels.indexOf(level) < least) return () => {};
    return (text) => {
      // The port takes single lines, so that a reader of the log can trust that each line has its level.
      // JavaScript logs errors, too: `catch((error) => node.log.error(error))` must not fail and hide what it was about.
      const lines = typeof text === "string" ? text : describeError(text);
      for (const line of lines.split("\n")) sink(level, line);
    };
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
