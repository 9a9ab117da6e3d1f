/** Maps items by an asynchronous function, some at a time: a poll of thousands of logs shall not flood lin-kv, but be answered in time where that is 100 ms away. */
const atOnce = 512;

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
