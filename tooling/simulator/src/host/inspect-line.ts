/**
 * What Maelstrom makes of a line that a node prints (MAELSTROM.md 4.1, 4.2 and 19): a message or a fault. Whether the
 * addresses exist is the network's affair: see `post.ts`.
 */
import {
  type ExactJson,
  type ExactRecord,
  isExactRecord,
  type NodeFault,
  readExactJson,
  schemaView,
} from "@gossip-glomers/history";
import { checkEnvelope, type Violation } from "@gossip-glomers/protocol";
import type { Outgoing } from "../network/network.ts";
import { whyBroken } from "./broken-json.ts";
import { DEEPEST, isTooDeep } from "./nesting.ts";

export type Inspection =
  | {
      readonly message: Outgoing;
      /** What stands behind the message on the same line, or null. */
      readonly trailing: string | null;
    }
  | { readonly fault: NodeFault };

export function inspectLine(line: string): Inspection {
  const parsed = parse(line);
  if ("reason" in parsed) return { fault: { fault: "not-json", line: quote(line), reason: parsed.reason } };
  return inspectValue(parsed.value, () => line, parsed.trailing);
}

/**
 * The same for what has been parsed, or was never printed.
 * @param line as the node printed it, or would have; made only if there is a fault to quote it in.
 */
export function inspectValue(
  value: ExactJson,
  line: () => string,
  trailing: string | null = null,
): Inspection {
  if (!isEnvelope(value)) {
    return { fault: { fault: "malformed-message", line: quote(line()), reason: complaint(value) } };
  }
  const { src, dest, body = null } = value;
  return { message: { src, dest, body }, trailing };
}

/** Lines in faults are exact up to here. A 10 MB message is quoted by its beginning, or a report could not be read. */
const QUOTED_LENGTH = 10_000;

/** A line as a fault shows it. */
export function quote(line: string): string {
  if (line.length <= QUOTED_LENGTH) return line;
  return `${line.slice(0, QUOTED_LENGTH)}… (${line.length - QUOTED_LENGTH} characters more)`;
}

type Parsed = { readonly value: ExactJson; readonly trailing: string | null } | { readonly reason: string };

function parse(line: string): Parsed {
  if (line.trim() === "") return { reason: "the line is empty" };
  if (isTooDeep(line)) return { reason: `its lists and objects are nested more than ${DEEPEST} deep` };
  try {
    return { value: readExactJson(line), trailing: null };
  } catch (error) {
    const complaint = error instanceof Error ? error.message : String(error);
    return firstObject(line) ?? { reason: whyBroken(line, complaint) };
  }
}

/**
 * The object at the start of a line that goes on behind it, as in `{"src":…}{"src":…}`. Maelstrom's parser reads one
 * value and never looks at the rest, so the first message counts and the second is lost.
 */
function firstObject(line: string): Parsed | null {
  const end = endOfObject(line);
  if (end === null) return null;
  try {
    return { value: readExactJson(line.slice(0, end)), trailing: line.slice(end).trim() };
  } catch {
    return null;
  }
}

/**
 * The index behind the brace that closes the first one, or null. Braces within strings do not count. A loop and not a
 * regular expression, which runs out of stack on a string of megabytes.
 */
function endOfObject(line: string): number | null {
  if (!line.trimStart().startsWith("{")) return null;
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (isInString) {
      if (character === "\\") index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return null;
}

interface PrintedEnvelope {
  readonly src: string;
  readonly dest: string;
  readonly body?: ExactJson;
}

function isEnvelope(value: ExactJson): value is PrintedEnvelope & ExactRecord {
  return violationIn(value) === null;
}

function complaint(value: ExactJson): string {
  const violation = violationIn(value);
  return violation === null
    ? ""
    : `${violation.path === "" ? "the message" : violation.path} ${violation.message}`;
}

/** What the body says does not matter here, so that it is not looked through for numbers that a schema does not know. */
function violationIn(value: ExactJson): Violation | null {
  const hasBody = isExactRecord(value) && isExactRecord(value.body);
  return checkEnvelope(schemaView(hasBody ? { ...value, body: {} } : value));
}
