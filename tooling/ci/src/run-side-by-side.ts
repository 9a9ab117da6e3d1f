/** Runs tasks, a few at a time, and gives their results in the order of the tasks. */
export async function runSideBySide<Task, Result>(
  tasks: readonly Task[],
  limit: number,
  run: (task: Task) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const waiting = tasks.entries();
  const worker = async (): Promise<void> => {
    for (const [index, task] of waiting) results.set(index, await run(task));
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return [...results].sort(([left], [right]) => left - right).map(([, result]) => result);
}
