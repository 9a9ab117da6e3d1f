/** Maps items by an asynchronous function, some at a time, so that a poll of thousands of logs does not flood lin-kv. */
const atOnce = 64;

export async function inParallel<T, U>(
  items: Iterable<T>,
  work: (item: T) => Promise<U>,
): Promise<readonly U[]> {
  const all = [...items];
  const queue = all.entries();
  const results: U[] = [];
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(all.length, atOnce) }, worker));
  return results;
}
