/** What the benches share: the same chance every time, and the best of three rounds. */

/** Numbers in [0, 1), the same for a seed: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How long `work` takes on `size` things, at best of three rounds, and what it comes to, as a line to print. */
export function measure(name: string, size: number, work: () => unknown): string {
  let best = Number.POSITIVE_INFINITY;
  let outcome: unknown;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    outcome = work();
    best = Math.min(best, performance.now() - start);
  }
  const rate = Math.round(size / best);
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  return `${name}: ${size} in ${best.toFixed(1)} ms, ${rate} k/s, ${String(outcome)}, ${memory} MiB resident`;
}
