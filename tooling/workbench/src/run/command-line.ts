/** The command line that repeats a run: what was typed, with the seed, quoted for a shell. */

/**
 * @param typed - `test` and its options, without seed and count
 * @param args - arguments of the node's program
 */
export function repeatCommand(typed: readonly string[], args: readonly string[], seed: number): string {
  const own = withoutOptions(typed, ["--seed", "--test-count"]);
  const words = ["glomers", ...own, "--seed", String(seed), ...(args.length > 0 ? ["--", ...args] : [])];
  return words.map(quoted).join(" ");
}

/** Leaves out options that take a value, in both forms: `--seed 3` and `--seed=3`. */
function withoutOptions(words: readonly string[], flags: readonly string[]): readonly string[] {
  return words.filter((word, index) => {
    const before = words[index - 1];
    const isValue = before !== undefined && flags.includes(before);
    return !isValue && !flags.some((flag) => word === flag || word.startsWith(`${flag}=`));
  });
}

/** Quotes a word that a POSIX shell would otherwise split or expand. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
