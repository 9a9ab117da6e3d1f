/** Reading `jepsen.log` of a run's folder. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readLog } from "./jepsen-log.ts";
import { type LogStory, storyOf } from "./log-story.ts";

/** What the log of a run tells; null if the folder has none. */
export function readRunLog(directory: string): LogStory | null {
  const path = join(directory, "jepsen.log");
  return existsSync(path) ? storyOf(readLog(readFileSync(path, "utf8"))) : null;
}
