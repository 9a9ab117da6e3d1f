/** What there is to say about a set's reads, in sentences: losses, and what set-full is blind to. */
import type { Datum, Operation } from "@gossip-glomers/history";
import { type Anomaly, condense } from "../finding/condense.ts";
import { count } from "../finding/phrase.ts";
import { type Identity, identityOf } from "../shared/identity.ts";
import { findingOn, named, quoted, sentence } from "../shared/wording.ts";
import type { Finding } from "../verdict.ts";
import type { Outcome } from "./set-full.ts";
import type { SetRead } from "./timeline.ts";

/** `outcomes` holds every element that was added. */
export function setFindings(reads: readonly SetRead[], outcomes: readonly Outcome[]): Finding[] {
  const byElement = new Map(outcomes.map((outcome) => [identityOf(outcome.timeline.element), outcome]));
  return [
    ...condense("lost-element", "error", outcomes.flatMap(lostElement)),
    ...nothingStable(outcomes),
    ...duplicates(reads),
    ...unexpectedValues(reads, byElement),
  ];
}

function lostElement({ timeline, outcome }: Outcome): Anomaly[] {
  const { element, add, known, lastPresent, lastAbsent } = timeline;
  if (outcome !== "lost" || known === null || lastAbsent === null) return [];
  const acknowledged = add.completion?.type === "ok" ? add.completion : null;
  const value = quoted(element);
  const how =
    acknowledged === null
      ? `${value}, sent by ${named(add.invocation)} and never acknowledged, was seen by ${named(known)}`
      : `${value} was acknowledged to ${named(acknowledged)}`;
  const seen =
    lastPresent === null
      ? "and no read ever had it"
      : lastPresent.completion === known
        ? "and no later read had it"
        : `and last seen by ${named(lastPresent.completion)}`;
  const witnesses = [acknowledged ?? known, lastPresent?.completion, lastAbsent.completion];
  return [
    {
      sentence:
        `${how} ${seen}; ${named(lastAbsent.completion)}, which began later (operation ` +
        `${lastAbsent.invocation.index}), lacks it. It is lost.`,
      at: known.time,
      operations: witnesses.flatMap((witness) => witness?.index ?? []),
    },
  ];
}

function nothingStable(outcomes: readonly Outcome[]): Finding[] {
  if (outcomes.some(({ outcome }) => outcome !== "never-read")) return [];
  const summary =
    outcomes.length === 0
      ? "Nothing was added, so there was nothing to check."
      : `None of ${count(outcomes.length, "element")} was acknowledged or read, or no read began after that, so ` +
        "nothing could be checked.";
  return [findingOn([], "nothing-to-check", "warning", summary)];
}

function duplicates(reads: readonly SetRead[]): readonly Finding[] {
  const anomalies = reads.flatMap(({ completion, values }): Anomaly[] => {
    const twice = repeated(values);
    if (twice === undefined) return [];
    return [
      {
        sentence: sentence(`${named(completion)} holds ${quoted(twice)} more than once.`),
        at: completion.time,
        operations: [completion.index],
      },
    ];
  });
  return condense("duplicate-in-read", "warning", anomalies, "Maelstrom does not see duplicates.");
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
      else found.set(identity, { read, value: quoted(value), add: completion ?? invocation, reads: 1 });
    }
  }
  return [...unexpected].flatMap(([reason, found]) => {
    const anomalies = [...found.values()].map((value) => unexpectedValue(reason, value));
    return condense(reason, "warning", anomalies, "Maelstrom does not mind.");
  });
}

function reasonAgainst(read: Operation, added: Operation | null, completed: Operation | null): Reason | null {
  if (added === null) return "value-nobody-sent";
  if (read.index < added.index) return "read-before-sent";
  return completed?.type === "fail" ? "failed-but-read" : null;
}

function unexpectedValue(reason: Reason, { read, value, add, reads }: Unexpected): Anomaly {
  const sender = add === null ? "" : ` (${named(add)})`;
  const more = reads === 1 ? "" : ` So do ${count(reads - 1, "other read")}.`;
  return {
    sentence: sentence(`${named(read)} holds ${value}, ${REASONS[reason]}${sender}.${more}`),
    at: read.time,
    operations: [read.index, ...(add === null ? [] : [add.index])],
  };
}
