/**
 * Which nodes a test has (MAELSTROM.md 1.1, quirk 12).
 *
 * `--node-count 3` means n0, n1, n2. Without it there are five nodes, and they are n1 to n5: Jepsen's default, which
 * Maelstrom inherits.
 */
import { OptionError } from "./option-reader.ts";
import { InvalidValue, type Parse } from "./values.ts";

const defaults: readonly string[] = ["n1", "n2", "n3", "n4", "n5"];

const services: readonly string[] = ["lin-kv", "seq-kv", "lww-kv", "lin-tso"];

/**
 * The name of a node.
 *
 * Maelstrom takes whatever starts with `c` for a client: a node `cat` would suffer no latency and its messages would
 * be counted as those of a client, so such a name is refused rather than misjudged.
 */
export const nodeName: Parse<string> = (text) => {
  const name = text.trim();
  if (name === "" || /[\s,]/.test(name)) throw new InvalidValue("Must be a name without blanks");
  if (name.startsWith("c")) throw new InvalidValue("Must not start with c, as the names of clients do");
  if (services.includes(name))
    throw new InvalidValue(`Must not be the name of a service: ${services.join(", ")}`);
  return name;
};

/** `n0` to `n(count − 1)`. */
export function countedNodes(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `n${index}`);
}

/** The nodes named in any way, in the order file, list, single names; Jepsen's five if none is. */
export function namedNodes(names: readonly string[]): readonly string[] {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new OptionError(`Expected each node to be named once, but ${twice} is named twice`);
  return names.length > 0 ? names : defaults;
}
