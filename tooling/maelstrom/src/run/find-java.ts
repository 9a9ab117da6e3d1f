/** Whether there is a `java` for the launcher, which looks for it on the PATH. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The program that would be started; null if there is none. */
export function findJava(env: NodeJS.ProcessEnv): string | null {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, "java")).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
