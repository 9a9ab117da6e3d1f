/**
 * What of Maelstrom's lin-kv result follows from the history, so that a stored result can be held against ours.
 *
 * Knossos runs two algorithms and takes the answer of the faster one. Both name the operation that cannot be
 * explained and the one before it. Only one of them gives configurations, and of more than ten, any ten.
 */
import { type Datum, type DatumRecord, isRecord } from "@gossip-glomers/history";

/** The part of a lin-kv result that the history defines. */
export function definedByRegisters(result: DatumRecord): DatumRecord {
  const results = result.results;
  const entries = results instanceof Map ? [...results] : [];
  return {
    ...result,
    results: new Map(
      entries.map(([key, value]): [Datum, Datum] => [key, isRecord(value) ? definedByOne(value) : value]),
    ),
  };
}

function definedByOne(result: DatumRecord): DatumRecord {
  const { linearizable } = result;
  if (!isRecord(linearizable)) return result;
  const { op, "previous-ok": previous } = linearizable;
  return { ...result, linearizable: { "valid?": linearizable["valid?"], op, "previous-ok": previous } };
}
