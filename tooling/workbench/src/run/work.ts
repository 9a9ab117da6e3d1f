/** How much work this process has done. */

/** Milliseconds of processor time since the process began, on all cores and in the system; nodes it started not included. */
export function processWorkMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
