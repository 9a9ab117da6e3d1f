/**
 * What was thrown, for a human. JavaScript throws anything: `Object.create(null)`, which no `String` takes, an error whose stack
 * is a getter that throws, one that is its own cause. Nothing here ever throws, or who asks what failed would fail himself, and
 * the request would stay unanswered.
 */

/** An error with its stack and its causes, anything else as text. */
export function describeError(thrown: unknown): string {
  return safely(thrown, () => {
    const said: string[] = [];
    const seen = new Set<unknown>();
    let next = thrown;
    do {
      seen.add(next);
      if (!(next instanceof Error)) return [...said, String(next)].join("\nCaused by: ");
      said.push(String(next.stack ?? `${next.name}: ${next.message}`));
      next = next.cause;
    } while (next !== undefined && !seen.has(next));
    return said.join("\nCaused by: ");
  });
}

/** What it says in one sentence: an error's message, anything else as text. */
export function textOf(thrown: unknown): string {
  return safely(thrown, () => String(thrown instanceof Error ? thrown.message : thrown));
}

function safely(thrown: unknown, describe: () => string): string {
  try {
    return describe();
  } catch {
    return `${typeof thrown === "object" ? "an object" : `a ${typeof thrown}`} that cannot be written as text`;
  }
}
