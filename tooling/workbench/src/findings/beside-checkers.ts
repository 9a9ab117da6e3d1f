/** What messages tell beside the checkers of histories. */
import type { Checker, Finding, Run } from "@gossip-glomers/checkers";
import { tellLostCommits } from "./lost-commits.ts";
import { tellUnheard } from "./tell-unheard.ts";
import { tellUnreadableErrors } from "./unreadable-errors.ts";

/** The same checker, which says beside its own findings what only messages tell. */
export function withMessagesTold(check: Checker): Checker {
  return (run, options) => {
    const verdict = check(run, options);
    const told = findingsOf(run);
    return told.length === 0 ? verdict : { ...verdict, findings: [...verdict.findings, ...told] };
  };
}

/** To walk through all messages of each of a sweep's runs takes time; so nothing is looked for that cannot be there. */
function findingsOf(run: Run): readonly Finding[] {
  const hasFailures = run.history.some(
    ({ error, exception }) => error !== undefined || exception !== undefined,
  );
  const hasConsumers = run.history.some(({ f }) => f === "assign");
  return [
    ...(hasFailures ? [...tellUnheard(run), ...tellUnreadableErrors(run)] : []),
    ...(hasConsumers ? tellLostCommits(run) : []),
  ];
}
