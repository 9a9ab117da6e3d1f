/**
 * A datum as EDN over many lines, laid out as Maelstrom lays out results.edn. People grep those files and cut
 * lines out by number, so the layout is kept to the letter; the tests compare it with Maelstrom's own files.
 *
 * Jepsen prints its results with the library Fipp. Its rule, after Oppen ("Prettyprinting", TOPLAS 1980) and
 * Swierstra and Chitil ("Linear, bounded, functional pretty-printing", JFP 2009): a collection that fits between
 * the current column and the margin stays on one line, otherwise *each* of its elements gets a line of its own,
 * below the first. What follows a collection (a comma, closing brackets) does not count, so a line may pass the
 * margin by a few brackets. A value always stands on its key's line.
 */
import { type Datum, EdnList, isVector, Tagged } from "../datum.ts";
import { printAtom } from "./atoms.ts";
import { entriesOf, printEdn, tagPrefix } from "./print.ts";

/** Fipp's default: no collection that ends beyond this column stays on one line. */
const MARGIN = 70;

/** Prints a datum over as many lines as it needs, without a line end after the last. */
export function prettyEdn(datum: Datum): string {
  const parts: string[] = [];
  layOut(datum, 0, parts);
  return parts.join("");
}

/** Appends the text of `datum`, which begins in `column`, to `out`, and returns the column after it. */
function layOut(datum: Datum, column: number, out: string[]): number {
  const atom = printAtom(datum);
  if (atom !== null) return append(atom, column, out);
  if (datum instanceof Tagged) {
    return layOut(datum.value, append(tagPrefix(datum), column, out), out);
  }
  if (column + flatWidth(datum, MARGIN - column) <= MARGIN) return append(printEdn(datum), column, out);
  if (isVector(datum)) return layOutItems(datum, ["[", "]"], column, out);
  if (datum instanceof EdnList) return layOutItems(datum.items, ["(", ")"], column, out);
  if (datum instanceof Set) return layOutItems([...datum], ["#{", "}"], column, out);
  return layOutEntries(entriesOf(datum), column, out);
}

function layOutItems(
  items: readonly Datum[],
  [open, close]: readonly [string, string],
  column: number,
  out: string[],
): number {
  const indent = append(open, column, out);
  let end = indent;
  items.forEach((item, position) => {
    if (position > 0) end = breakLine(indent, out);
    end = layOut(item, end, out);
  });
  return append(close, end, out);
}

function layOutEntries(
  entries: readonly (readonly [string, Datum])[],
  column: number,
  out: string[],
): number {
  const indent = append("{", column, out);
  let end = indent;
  entries.forEach(([key, value], position) => {
    if (position > 0) {
      append(",", end, out);
      end = breakLine(indent, out);
    }
    end = layOut(value, append(`${key} `, end, out), out);
  });
  return append("}", end, out);
}

function append(text: string, column: number, out: string[]): number {
  out.push(text);
  return column + text.length;
}

function breakLine(indent: number, out: string[]): number {
  out.push(`\n${" ".repeat(indent)}`);
  return indent;
}

/**
 * The width of a datum on one line, or some number above `budget` if it is wider than that. Giving up early keeps
 * the whole linear: each collection is measured up to the margin, not to its end.
 */
function flatWidth(datum: Datum, budget: number): number {
  const atom = printAtom(datum);
  if (atom !== null) return atom.length;
  if (datum instanceof Tagged) {
    const prefix = tagPrefix(datum).length;
    return prefix + flatWidth(datum.value, budget - prefix);
  }
  if (isVector(datum)) return widthOfItems(datum, 2, budget);
  if (datum instanceof EdnList) return widthOfItems(datum.items, 2, budget);
  if (datum instanceof Set) return widthOfItems(datum, 3, budget);
  let width = 2;
  let separator = 0;
  for (const [key, value] of entriesOf(datum)) {
    if (width > budget) return width;
    width += separator + key.length + 1;
    width += flatWidth(value, budget - width);
    separator = 2;
  }
  return width;
}

function widthOfItems(items: Iterable<Datum>, brackets: number, budget: number): number {
  let width = brackets;
  let separator = 0;
  for (const item of items) {
    if (width > budget) return width;
    width += separator;
    width += flatWidth(item, budget - width);
    separator = 1;
  }
  return width;
}
