/**
 * Uniform numbers from [0, 1) out of the system's chance, fetched a kilobyte at a time.
 *
 * `crypto` is the global and not an import: Node loads it when it is first asked, and most nodes never ask.
 */
export function systemRandom(): () => number {
  const words = new Uint32Array(256);
  let next = words.length;
  const word = (): number => {
    if (next === words.length) {
      crypto.getRandomValues(words);
      next = 0;
    }
    return words[next++] ?? 0;
  };
  // 27 and 26 bits: as many as a double between 0 and 1 can hold without rounding up to 1.
  return () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
}
