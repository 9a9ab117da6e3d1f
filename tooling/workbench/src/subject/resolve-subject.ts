/**
 * From what was typed to what is run: the program's file, or the module's server.
 *
 * Both are looked at before a store is made and before the first node starts, because a mistyped path is a bad
 * argument (254), not a crash of the test.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { resolveProgram } from "@gossip-glomers/simulator";
import { OptionError } from "../options/option-reader.ts";
import { InvalidValue } from "../options/values.ts";
import { configuredServer, type Server } from "./configured-server.ts";
import { mainModuleOf } from "./package-manifest.ts";

/**
 * The program's absolute path.
 *
 * Absolute, because nodes run in the temporary directory (MAELSTROM.md section 3): `./echo.py` would be looked up there.
 *
 * @throws {OptionError} if it cannot be started; says what to do
 */
export async function resolveBin(file: string, directory: string): Promise<string> {
  try {
    return await resolveProgram(resolve(directory, file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refused("--bin", file, [reason, ...binAdvice(file, resolve(directory, file))].join("; "));
  }
}

/**
 * `--bin "python3 echo.py"` and `--bin python3 -- echo.py` are what a shell would start, but a program is one file, looked
 * up from here; and the nodes' own folder, in which `echo.py` would be looked up, is another.
 */
function binAdvice(file: string, path: string): readonly string[] {
  if (existsSync(path)) return [];
  if (/\s/.test(file.trim()))
    return ["it must be one file, with its arguments after --, and files among them with their whole paths"];
  if (!file.includes("/"))
    return [
      `a program on your PATH needs its whole path, and files that it is told of theirs: --bin "$(command -v ${file})"`,
    ];
  return [];
}

/**
 * Imports a module and takes its server.
 *
 * @param file - a module, or the directory of a package, whose `exports` name one
 * @param args - what stood after `--`: options of the server, as its bin would read them
 * @throws {OptionError} if there is no module, it cannot be imported, exports no server or refuses an option; says what
 *   to do
 */
export async function resolveServer(
  file: string,
  args: readonly string[],
  directory: string,
): Promise<Server> {
  const path = modulePath(file, resolve(directory, file));
  let exports: unknown;
  try {
    exports = await import(pathToFileURL(path).href);
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw refused(
      "--module",
      file,
      `Must be a module that can be imported, but importing ${path} threw\n${reason}`,
    );
  }
  try {
    return await configuredServer(exports, args);
  } catch (error) {
    if (error instanceof InvalidValue) throw refused("--module", file, error.message);
    throw error;
  }
}

function modulePath(file: string, path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw refused("--module", file, `Must be a module that exists, and ${path} does not`);
  if (!stats.isDirectory()) return path;
  const main = join(path, mainModule(file, join(path, "package.json")));
  if (statSync(main, { throwIfNoEntry: false }) === undefined) {
    throw refused("--module", file, `Must be a package that is built: ${main} does not exist`);
  }
  return main;
}

function mainModule(file: string, manifest: string): string {
  try {
    return mainModuleOf(JSON.parse(readFileSync(manifest, "utf8")));
  } catch (error) {
    const reason =
      error instanceof InvalidValue ? error.message : `Must be a module, or a directory with a package.json`;
    throw refused("--module", file, reason);
  }
}

function refused(flag: string, text: string, reason: string): OptionError {
  return new OptionError(`Failed to validate "${flag} ${text}": ${reason}`);
}
