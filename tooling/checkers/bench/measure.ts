/** What the benches share: sizes, and the best of three rounds. */

/** Sizes from a thousand on, each ten times the one before: time per thing should stay the same. */
export function sizesUpTo(largest: number): readonly number[] {
  const sizes: number[] = [];
  for (let size = 1_000; size <= largest; size *= 10) sizes.push(size);
  return sizes;
}

/**
 * Prints how much work of the processor `size` things take, at best of three rounds, and what it comes to. That is not
 * the time by the clock, in which whatever else the machine does has its share.
 *
 * @param goal how many things a second are asked for; the line then has the ratio
 */
export function measure(name: string, size: number, work: () => unknown, goal?: number): void {
  let best = Number.POSITIVE_INFINITY;
  let outcome: unknown;
  for (let round = 0; round < 3; round++) {
    const start = process.cpuUsage();
    outcome = work();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1_000);
  }
  const rate = (size / best) * 1_000;
  const ratio = goal === undefined ? "" : ` = ${(rate / goal).toFixed(1)} × the goal of ${thousands(goal)}/s`;
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  process.stdout.write(
    `${name}: ${size} in ${best.toFixed(1)} ms, ${thousands(rate)}/s${ratio}; valid: ${String(outcome)}; ${memory} MiB resident\n`,
  );
}

function thousands(rate: number): string {
  return `${Math.round(rate / 1_000)} k`;
}
