/**
 * The arguments that a stored run of Maelstrom was started with, as far as its folder tells.
 *
 * Jepsen begins `jepsen.log` with the command line, `lein run test -w echo --bin …`; a `meta.json` with a list of
 * `arguments` is a habit of those who collect runs.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The arguments, program and command left out (`-w`, `echo`, …), or null if nothing tells them. */
export function readArguments(directory: string): readonly string[] | null {
  const log = join(directory, "jepsen.log");
  if (existsSync(log)) {
    const line = /^(?:lein run|\S*maelstrom\S*) (test .*)$/m.exec(readFileSync(log, "utf8"))?.[1];
    if (line !== undefined) return afterCommand(words(line));
  }
  const meta = join(directory, "meta.json");
  return existsSync(meta) ? afterCommand(argumentsIn(readFileSync(meta, "utf8"))) : null;
}

/** Maelstrom stores nothing but what `test` ran. */
function afterCommand(argv: readonly string[] | null): readonly string[] | null {
  return argv?.[0] === "test" ? argv.slice(1) : argv;
}

/** A meta.json of another kind is nobody's fault, so it tells nothing. */
function argumentsIn(text: string): readonly string[] | null {
  try {
    const meta: unknown = JSON.parse(text);
    if (typeof meta !== "object" || meta === null || !("arguments" in meta)) return null;
    const { arguments: list } = meta;
    return Array.isArray(list) && list.every((item) => typeof item === "string") ? list : null;
  } catch {
    return null;
  }
}

/** The words of a command line that was escaped for a shell: `--bin "a b" 'c d' e\ f`. */
function words(line: string): readonly string[] {
  const found: string[] = [];
  const word = /(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g;
  for (const [text] of line.matchAll(word)) {
    found.push(
      text.replace(
        /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g,
        (_, double?: string, single?: string, one?: string) =>
          double === undefined ? (single ?? one ?? "") : double.replace(/\\(.)/g, "$1"),
      ),
    );
  }
  return found;
}
