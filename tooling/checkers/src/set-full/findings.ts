/** What there is to say about a set's reads, in sentences: losses, and what set-full is blind to. */
import type { Operation } from "@gossip-glomers/history";
import { type Identity, identityOf } from "../shared/identity.ts";
import { abridged, counted, findingOn, named, quoted, sentence } from "../shared/wording.ts";
import type { Finding } from "../verdict.ts";
import type { Outcome } from "./set-full.ts";
import type { SetRead } from "./timeline.ts";

/** `outcomes` holds every element that was added. */
export function setFindings(reads: readonly SetRead[], outcomes: readonly Outcome[]): Finding[] {
  const byElement = new Map(outcomes.map((outcome) => [identityOf(outcome.timeline.element), outcome]));
  return [
    ...abridged(outcomes.flatMap(lostElement)),
    ...nothingStable(outcomes),
    ...duplicates(reads),
    ...unexpectedValues(reads, byElement),
  ];
}

function lostElement({ timeline, outcome }: Outcome): Finding[] {
  const { element, add, known, lastPresent, lastAbsent } = timeline;
  if (outcome !== "lost" || known === null || lastAbsent === null) return [];
  const value = quoted(element);
  const acknowledged = add.completion?.type === "ok" ? add.completion : null;
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
  return [
    findingOn(
      [
        acknowledged ?? known,
        ...(lastPresent === null ? [] : [lastPresent.completion]),
        lastAbsent.completion,
      ],
      "lost-element",
      "error",
      `${how} ${seen}; ${named(lastAbsent.completion)}, which began later (operation ` +
        `${lastAbsent.invocation.index}), lacks it. It is lost.`,
    ),
  ];
}

function nothingStable(outcomes: readonly Outcome[]): Finding[] {
  if (outcomes.some(({ outcome }) => outcome !== "never-read")) return [];
  const summary =
    outcomes.length === 0
      ? "Nothing was added, so there was nothing to check."
      : `None of ${counted(outcomes.length, "element")} was acknowledged or read, or no read began after that, so ` +
        "nothing could be checked.";
  return [findingOn([], "nothing-to-check", "warning", summary)];
}

function duplicates(reads: readonly SetRead[]): Finding[] {
  let first: { read: SetRead; value: string } | null = null;
  let count = 0;
  for (const read of reads) {
    const seen = new Set<Identity>();
    const twice = read.values.find((value) => seen.size === seen.add(identityOf(value)).size);
    if (twice === undefined) continue;
    first ??= { read, value: quoted(twice) };
    count++;
  }
  if (first === null) return [];
  const summary =
    `${named(first.read.completion)} holds ${first.value} more than once. ${counted(count, "read")} in all ` +
    `${count === 1 ? "holds" : "hold"} duplicates; Maelstrom does not see them.`;
  return [findingOn([first.read.completion], "duplicate-in-read", "warning", summary)];
}

/** A value in a read that should not be there, and where it is first seen. */
interface Unexpected {
  readonly read: SetRead;
  readonly value: string;
  readonly add: Operation | null;
  count: number;
}

/** Values that nobody added, that were read before they were added, or whose add surely failed. */
function unexpectedValues(reads: readonly SetRead[], elements: ReadonlyMap<Identity, Outcome>): Finding[] {
  const unexpected = new Map<string, Map<Identity, Unexpected>>();
  for (const read of reads) {
    for (const value of read.values) {
      const identity = identityOf(value);
      const add = elements.get(identity)?.timeline.add;
      const kind = problemWith(read, add?.invocation ?? null, add?.completion ?? null);
      if (kind === null) continue;
      const values = unexpected.get(kind) ?? new Map<Identity, Unexpected>();
      unexpected.set(kind, values);
      const before = values.get(identity);
      if (before !== undefined) before.count++;
      else
        values.set(identity, {
          read,
          value: quoted(value),
          add: add?.completion ?? add?.invocation ?? null,
          count: 1,
        });
    }
  }
  return [...unexpected].flatMap(([kind, values]) =>
    abridged([...values.values()].map((found) => unexpectedValue(kind, found))),
  );
}

function problemWith(read: SetRead, added: Operation | null, completed: Operation | null): string | null {
  if (added === null) return "value-nobody-sent";
  if (read.completion.index < added.index) return "read-before-sent";
  return completed?.type === "fail" ? "failed-but-read" : null;
}

const REASONS: { readonly [kind: string]: string } = {
  "value-nobody-sent": "which nobody sent",
  "read-before-sent": "before anybody sent it",
  "failed-but-read": "whose sender was told that it failed",
};

function unexpectedValue(kind: string, { read, value, add, count }: Unexpected): Finding {
  const sender = add === null ? "" : ` (${named(add)})`;
  const more = count === 1 ? "" : ` So do ${counted(count - 1, "other read")}.`;
  const summary = sentence(`${named(read.completion)} holds ${value}, ${REASONS[kind]}${sender}.${more}`);
  return findingOn(
    [read.completion, ...(add === null ? [] : [add])],
    kind,
    "warning",
    `${summary} Maelstrom passes it.`,
  );
}
