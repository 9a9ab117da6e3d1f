/** What there is to say about a set's reads, in sentences: losses, and what set-full is blind to. */
import type { Datum, Operation } from "@gossip-glomers/history";
import { type Identity, identityOf } from "../datum/identity.ts";
import { type Anomaly, condense, MOST_TOLD } from "../finding/condense.ts";
import { count, inBrief, messagesOf, namingIn, sentence } from "../finding/phrase.ts";
import type { Run } from "../run/run.ts";
import type { Finding } from "../verdict.ts";
import type { Outcome } from "./set-full.ts";
import { type Explainer, explainerOf } from "./spread.ts";
import type { ElementTimeline, SetRead } from "./timeline.ts";

/**
 * @param oddReads the reads in which something may be that set-full is blind to
 * @param outcomes of every element that was added
 */
export function setFindings(
  run: Run,
  oddReads: readonly SetRead[],
  outcomes: readonly Outcome[],
): readonly Finding[] {
  const byElement = new Map(outcomes.map((outcome) => [identityOf(outcome.timeline.element), outcome]));
  return [
    ...lostElements(run, outcomes),
    ...nothingStable(run, outcomes),
    ...duplicates(run, oddReads),
    ...unexpectedValues(run, oddReads, byElement),
  ];
}

/** Elements that are known to be in the set and yet are not in its reads in the end. */
function lostElements(run: Run, outcomes: readonly Outcome[]): readonly Finding[] {
  const lost = outcomes.filter(({ outcome }) => outcome === "lost");
  const told = lost.slice(0, MOST_TOLD);
  const explain = explainerOf(
    run,
    told.map(({ timeline }) => timeline.element),
  );
  return condense(
    run,
    "lost-element",
    "error",
    told.flatMap(({ timeline }) => lostElement(run, timeline, explain)),
    "",
    lost.length - told.length,
  );
}

function lostElement(
  run: Run,
  { element, add, known, lastPresent, lastAbsent }: ElementTimeline,
  explain: Explainer,
): readonly Anomaly[] {
  if (known === null || lastAbsent === null) return [];
  const named = namingIn(run);
  const acknowledged = add.completion?.type === "ok" ? add.completion : null;
  const how =
    acknowledged === null
      ? `${named(add.invocation)} was never acknowledged, but ${named(known)} has it`
      : `${named(acknowledged)} was acknowledged`;
  const seen =
    lastPresent === null
      ? "no read ever had it"
      : lastPresent.completion === known
        ? "no later read had it"
        : `the last to have it was ${named(lastPresent.completion)}`;
  const witnesses = [acknowledged ?? known, lastPresent?.completion, lastAbsent.completion];
  const operations = witnesses.flatMap((witness) => witness?.index ?? []);
  const { text, messages } = explain(
    element,
    run.carriers.get(add.invocation.index)?.node,
    run.carriers.get(lastAbsent.completion.index)?.node,
    lastAbsent.completion.time,
  );
  return [
    {
      sentence:
        `${inBrief(element)} is lost: ${how}, and ${seen}; ${named(lastAbsent.completion)}, which began later ` +
        `(operation ${lastAbsent.invocation.index}), lacks it.${text === "" ? "" : ` ${text}`}`,
      brief: `${inBrief(element)} is lost too: ${how}. ${text === "" ? sentence(`${named(lastAbsent.completion)} lacks it.`) : text}`,
      at: known.time,
      operations,
      messages: [...operations.flatMap((index) => messagesOf(run, index)), ...messages],
    },
  ];
}

function nothingStable(run: Run, outcomes: readonly Outcome[]): readonly Finding[] {
  if (outcomes.some(({ outcome }) => outcome !== "never-read")) return [];
  const summary =
    outcomes.length === 0
      ? "Nothing was added, so there was nothing to check."
      : `None of ${count(outcomes.length, "element")} was acknowledged or read, or no read began after that, so ` +
        "nothing could be checked.";
  return condense(run, "nothing-to-check", "warning", [{ sentence: summary }]);
}

function duplicates(run: Run, reads: readonly SetRead[]): readonly Finding[] {
  const anomalies = reads.flatMap(({ completion, values }): Anomaly[] => {
    const twice = repeated(values);
    if (twice === undefined) return [];
    return [
      {
        sentence: sentence(`${namingIn(run)(completion)} holds ${inBrief(twice)} more than once.`),
        at: completion.time,
        operations: [completion.index],
      },
    ];
  });
  return condense(run, "duplicate-in-read", "warning", anomalies, "Maelstrom does not see duplicates.");
}

/** The first value that is there again. */
function repeated(values: readonly Datum[]): Datum | undefined {
  // Nearly every read holds plain numbers, each once, and a history holds half a million of them.
  if (values.every((value) => typeof value === "number") && new Set(values).size === values.length)
    return undefined;
  const seen = new Set<Identity>();
  return values.find((value) => seen.size === seen.add(identityOf(value)).size);
}

/** A value in a read that should not be there, and the first read that has it. */
interface Unexpected {
  readonly read: Operation;
  readonly value: string;
  /** How its add ended, or began; null if there is none. */
  readonly add: Operation | null;
  reads: number;
}

/** Why a value should not be in a read, by the kind of the finding. */
const REASONS = {
  "value-nobody-sent": "which nobody sent",
  "read-before-sent": "before anybody sent it",
  "failed-but-read": "whose sender was told that it failed",
};

type Reason = keyof typeof REASONS;

/** Values that nobody added, that were read before they were added, or whose add surely failed. */
function unexpectedValues(
  run: Run,
  reads: readonly SetRead[],
  outcomes: ReadonlyMap<Identity, Outcome>,
): readonly Finding[] {
  const unexpected = new Map<Reason, Map<Identity, Unexpected>>();
  for (const { completion: read, values } of reads) {
    for (const value of values) {
      const identity = identityOf(value);
      const { invocation = null, completion = null } = outcomes.get(identity)?.timeline.add ?? {};
      const reason = reasonAgainst(read, invocation, completion);
      if (reason === null) continue;
      const found = unexpected.get(reason) ?? new Map<Identity, Unexpected>();
      unexpected.set(reason, found);
      const known = found.get(identity);
      if (known !== undefined) known.reads++;
      else found.set(identity, { read, value: inBrief(value), add: completion ?? invocation, reads: 1 });
    }
  }
  return [...unexpected].flatMap(([reason, found]) => {
    const anomalies = [...found.values()].map((value) => unexpectedValue(run, reason, value));
    return condense(run, reason, "warning", anomalies, "Maelstrom does not mind.");
  });
}

function reasonAgainst(read: Operation, added: Operation | null, completed: Operation | null): Reason | null {
  if (added === null) return "value-nobody-sent";
  if (read.index < added.index) return "read-before-sent";
  return completed?.type === "fail" ? "failed-but-read" : null;
}

function unexpectedValue(run: Run, reason: Reason, { read, value, add, reads }: Unexpected): Anomaly {
  const sender = add === null ? "" : ` (${namingIn(run)(add)})`;
  const more = reads === 1 ? "" : ` So do ${count(reads - 1, "other read")}.`;
  return {
    sentence: sentence(`${namingIn(run)(read)} holds ${value}, ${REASONS[reason]}${sender}.${more}`),
    at: read.time,
    operations: [read.index, ...(add === null ? [] : [add.index])],
  };
}
