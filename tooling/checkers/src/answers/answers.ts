/**
 * What only messages tell: answers that no client took for one, errors that nobody can read, commits that a log forgot.
 * Maelstrom bears all of it in silence, so that these are warnings.
 */
import type { Run } from "../run/run.ts";
import type { Finding, Verdict } from "../verdict.ts";
import { tellLostCommits } from "./lost-commits.ts";
import { tellUnheard } from "./tell-unheard.ts";
import { tellUnreadableErrors } from "./unreadable-errors.ts";

/** Never invalid. To walk through all messages of each of a sweep's runs takes time; so nothing is looked for that cannot be there. */
export function checkAnswers(run: Run): Verdict {
  const hasFailures = run.history.some(
    ({ error, exception }) => error !== undefined || exception !== undefined,
  );
  const hasConsumers = run.history.some(({ f }) => f === "assign");
  const findings: readonly Finding[] = [
    ...(hasFailures ? [...tellUnheard(run), ...tellUnreadableErrors(run)] : []),
    ...(hasConsumers ? tellLostCommits(run) : []),
  ];
  return { valid: true, result: {}, findings };
}
