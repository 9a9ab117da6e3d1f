/**
 * Chance that repeats itself: numbers from [0, 1) with 53 bits that only the seed decides.
 *
 * The generator is Marsaglia's xorshift128 ("Xorshift RNGs", 2003), its state filled from the seed by the finaliser
 * of MurmurHash3, so that neighbouring seeds have nothing in common.
 */
export function seededRandom(seed: number): () => number {
  let x = scramble(seed + 1);
  let y = scramble(x + 1);
  let z = scramble(y + 1);
  let w = scramble(z + 1) | 1;
  const next = (): number => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return w >>> 0;
  };
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}

function scramble(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
