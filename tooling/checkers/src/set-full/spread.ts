/**
 * How a value spread from node to node, as far as the trace shows it: which messages held it, and where they were lost.
 *
 * Which places of a message hold values nobody has told us: carriage.ts finds out. Where it could not, a sentence says
 * no more than what can be seen, that a number stands in a message; where not even that says anything, it is left out.
 * Read first places.ts, survey.ts, carriage.ts and told.ts, in that order.
 */
import type { Datum, Nanoseconds, SendEvent } from "@gossip-glomers/history";
import { count, quoted, seconds, sentence } from "../finding/phrase.ts";
import { isClient, type Run } from "../run/run.ts";
import { type Carriage, carriageOf } from "./carriage.ts";
import { wayTo } from "./places.ts";
import { type Sighting, type Survey, surveyOf } from "./survey.ts";
import { type Told, told } from "./told.ts";

/** Why a node lacks a value, and the messages that show it. */
export interface Explanation {
  /** Sentences; empty if there is no trace to tell from. */
  readonly text: string;
  readonly messages: readonly number[];
}

/**
 * Explains why `reader` lacked the value at `until`.
 *
 * @param origin the node that was given the value by a client
 */
export type Explainer = (
  value: Datum,
  origin: string | undefined,
  reader: string | undefined,
  until: Nanoseconds,
) => Explanation;

const NOTHING: Explanation = { text: "", messages: [] };

/** Explains absences of these values. The trace is looked through when that is asked for the first time, once for all. */
export function explainerOf(run: Run, values: readonly Datum[]): Explainer {
  let evidence: { readonly survey: Survey; readonly carriage: Carriage } | undefined;
  return (value, origin, reader, until) => {
    if (origin === undefined || reader === undefined) return NOTHING;
    if (origin === reader) return { text: `${reader} itself had been given it.`, messages: [] };
    if (typeof value !== "number") return NOTHING;
    if (evidence === undefined) {
      const survey = surveyOf(
        run,
        values.filter((one) => typeof one === "number"),
      );
      evidence = { survey, carriage: carriageOf(survey) };
    }
    const { survey, carriage } = evidence;
    const seen = (survey.sightings.get(value) ?? []).filter(({ message }) => message.at < until);
    const absence = { run, survey, carriage, value, origin, reader, until, seen, ...told(seen, carriage) };
    return explained({ ...absence, isClear: carriage.isComplete && openIn(absence).length === 0 });
  };
}

/** Whose absence is to be explained, and what there is to explain it with. */
interface Absence extends Told {
  readonly run: Run;
  readonly survey: Survey;
  readonly carriage: Carriage;
  readonly value: number;
  readonly origin: string;
  readonly reader: string;
  readonly until: Nanoseconds;
  /** Wherever that number was sent from node to node. */
  readonly seen: readonly Sighting[];
  /** Whether it is known that no message to the reader held it but those of `holding`. */
  readonly isClear: boolean;
}

/** The messages of which it is worth saying that they may have held it: what others were told matters only where nothing is known. */
function openIn({ holding, doubtful, reader }: Omit<Absence, "isClear">): readonly Sighting[] {
  return holding.length === 0 ? doubtful : doubtful.filter(({ message }) => message.dest === reader);
}

function explained(absence: Absence): Explanation {
  const { run, origin, reader, holding, isClear } = absence;
  const toReader = holding.filter(({ message }) => message.dest === reader);
  const arrived = toReader.find((sighting) => hasArrived(absence, sighting));
  if (arrived !== undefined) {
    const { id, src } = arrived.message;
    const text = `${sentence(named(absence, arrived))} of ${src} had brought it to ${reader} at ${seconds(run.deliveries.get(id) ?? 0)}.`;
    return { text, messages: [id] };
  }
  if (holding.length === 0 && (isClear || isSilent(absence)))
    return { text: `No message between nodes ever held it: ${origin} told nobody.`, messages: [] };
  const known = toReader.length > 0 ? fellOnTheWay(absence, toReader) : wentElsewhere(absence);
  if (isClear) return known;
  const guess = guessed(absence);
  return {
    text: [known.text, guess.text].filter((text) => text !== "").join(" "),
    messages: [...known.messages, ...guess.messages],
  };
}

/** So many lost messages are told. */
const TOLD = 2;

/** It was sent to the reader, and no such message had arrived. */
function fellOnTheWay(absence: Absence, sent: readonly Sighting[]): Explanation {
  const { run, reader, isClear } = absence;
  const lost = sent.filter(({ message: { id } }) => run.drops.has(id));
  const [first] = lost;
  if (first === undefined) {
    const [late] = sent;
    const text = `${count(sent.length, "message")} with it to ${reader} had not arrived yet.`;
    return { text, messages: late === undefined ? [] : [late.message.id] };
  }
  const others = lost.length - 1;
  const late = sent.length - lost.length;
  const again = [
    others > 0 ? `so did ${count(others, "other message")} to ${reader} that held it` : "",
    late > 0 ? `${count(late, "other message")} to ${reader} that held it had not arrived yet` : "",
    sent.length === 1 && isClear ? `no other message to ${reader} held it` : "",
  ].filter((part) => part !== "");
  return {
    text: `${[lossOf(absence, first), ...again].join(", and ")}.`,
    messages: lost.slice(0, TOLD).map(({ message }) => message.id),
  };
}

/** It was sent, but never to the reader. */
function wentElsewhere(absence: Absence): Explanation {
  const { run, reader, holding, doubtful, isClear } = absence;
  const arrived = holding.filter((sighting) => hasArrived(absence, sighting));
  const reached = new Set(arrived.map(({ message }) => message.dest));
  const astray = holding
    .filter(({ message: { dest, id } }) => run.drops.has(id) && !reached.has(dest))
    .slice(0, TOLD);
  const never = isClear ? `, but no message to ${reader} ever held it` : "";
  const spread = [
    reached.size > 0 ? `It reached ${[...reached].sort().join(", ")}${never}.` : "",
    reached.size === 0 && isClear && doubtful.length === 0
      ? holding.some(({ message }) => run.deliveries.has(message.id))
        ? "No message that held it had arrived anywhere yet."
        : "No message that held it arrived anywhere."
      : "",
  ].filter((part) => part !== "");
  return {
    text: [...spread, ...astray.map((sighting) => `${lossOf(absence, sighting)}.`)].join(" "),
    messages: astray.map(({ message }) => message.id),
  };
}

/** What can be seen although nobody knows whether it is the value. */
function guessed(absence: Absence): Explanation {
  const { run, value, reader, until, seen } = absence;
  const { isHidden, weightOf } = absence.carriage;
  if (seen.length === 0 && !isHidden)
    return { text: `No message between nodes has the number ${value} in it.`, messages: [] };
  const open = openIn(absence);
  const likeliest = open.reduce((most, { place }) => Math.max(most, weightOf(place)), 0);
  const perhaps = open.filter(({ place }) => weightOf(place) === likeliest);
  const toReader = perhaps.filter(({ message }) => message.dest === reader);
  const one = toReader.find((sighting) => hasArrived(absence, sighting)) ?? toReader[0] ?? perhaps[0];
  if (one === undefined) return NOTHING;
  const { id, src, dest } = one.message;
  const fate = fateOf(run, one.message, until);
  return {
    text: `Message ${id} of ${src} to ${dest}, which ${fate}, has the number ${value} in it, at ${wayIn(absence, one)}.`,
    messages: [id],
  };
}

/** Whether the origin said nothing to anybody but clients since it was given the value, so that nobody can know it. */
function isSilent({ run, origin, until, survey, value }: Absence): boolean {
  const since = survey.givenAt.get(value) ?? 0;
  for (const { src, dest, at } of run.messages.values())
    if (src === origin && !isClient(dest) && at >= since && at < until) return false;
  return true;
}

/** `n2 sent it to n1 in message 812 (.messages[3]), which fell into the partition at 3.215 s`. */
function lossOf(absence: Absence, sighting: Sighting): string {
  const { src, dest } = sighting.message;
  const fate = fateOf(absence.run, sighting.message, absence.until);
  return `${src} sent it to ${dest} in ${named(absence, sighting)}, which ${fate}`;
}

function hasArrived({ run, until }: Absence, { message: { id } }: Sighting): boolean {
  return (run.deliveries.get(id) ?? until) < until;
}

/** `fell into the partition at 3.215 s`, of a message that was sent before `until`. */
function fateOf(run: Run, { id }: SendEvent, until: Nanoseconds): string {
  const delivered = run.deliveries.get(id);
  if (delivered !== undefined && delivered < until) return `arrived at ${seconds(delivered)}`;
  const drop = run.drops.get(id);
  if (drop === undefined) return "had not arrived yet";
  return `${drop.reason === "partition" ? "fell into the partition" : `was lost (${drop.reason})`} at ${seconds(drop.at)}`;
}

/** `message 812 (.messages[3])`: whoever knows his own messages sees at once whether that is the value. */
function named(absence: Absence, sighting: Sighting): string {
  return `message ${sighting.message.id} (${wayIn(absence, sighting)})`;
}

function wayIn({ survey, value }: Absence, { message, place }: Sighting): string {
  return quoted(wayTo(survey.places, message, value, place) ?? "");
}
