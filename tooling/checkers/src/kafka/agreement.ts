/**
 * What of Maelstrom's kafka result follows from the history, so that a stored result can be held against ours.
 *
 * The rest hangs on things that a history does not tell: in which order Clojure walks through a hash map (which
 * errors of equal size remain after a cut, who of several readers is named, which key of those that do not lag at all
 * has the greatest lag), and which cycle of a component Elle comes upon first.
 */
import {
  type Datum,
  type DatumRecord,
  EdnList,
  Float,
  isRecord,
  isVector,
  printEdn,
  Tagged,
} from "@gossip-glomers/history";

/** The part of a kafka result that the history defines; of a failed analysis nothing but that it failed. */
export function definedByLogs(result: DatumRecord): DatumRecord {
  if (result.error !== undefined) return { "valid?": result["valid?"] };
  const defined = Object.entries(result).map(([name, value]): [string, Datum | undefined] => {
    if (name === "worst-realtime-lag" && isRecord(value)) return [name, definedLag(value)];
    return [name, isRecord(value) && value.errs !== undefined ? definedErrors(name, value) : value];
  });
  return Object.fromEntries(defined);
}

function definedLag(lag: DatumRecord): DatumRecord {
  const time = lag.lag;
  const none = time === 0 || (time instanceof Float && time.value === 0);
  return none ? { lag: time } : lag;
}

function definedErrors(kind: string, { count = null, errs = null }: DatumRecord): Datum {
  const errors = errs instanceof EdnList ? errs.items : isVector(errs) ? errs : [];
  const cut = typeof count === "number" && count > errors.length;
  const hasCycles = kind.endsWith("-cycle-exists") || (kind.startsWith("G") && kind !== "G1a");
  if (cut || hasCycles) return { count };
  return { count, errs: errors.map((error) => printEdn(definedError(error))).sort() };
}

function definedError(error: Datum): Datum {
  if (error instanceof Tagged) return definedError(error.value);
  if (error instanceof Set) return [...error].map(definedError).sort(byText);
  if (error instanceof EdnList) return error.items.map(definedError);
  if (isVector(error)) return error.map(definedError);
  if (!isRecord(error)) return error;
  // Of an operation its index says everything.
  if (error.index !== undefined && error.process !== undefined) return error.index;
  const entries = Object.entries(error).filter(([name]) => name !== "max-read");
  return entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]): Datum => [name, definedError(value ?? null)]);
}

function byText(a: Datum, b: Datum): number {
  const [left, right] = [printEdn(a), printEdn(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
