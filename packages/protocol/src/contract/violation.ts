/** From what ajv says to the one violation that helps most: where exactly, and what should be there. */
import type { Violation } from "../definition.ts";

/** The part of ajv's error object that is used here. */
export interface Fault {
  /** JSON Pointer to the value that the keyword was applied to. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly [name: string]: unknown };
  readonly message?: string;
}

/**
 * The violation to report.
 *
 * A wrong `type` goes before everything else: an answer to another question lacks fields too, but that is not what is
 * wrong with it.
 */
export function violationOf(body: unknown, faults: readonly Fault[], type?: string): Violation {
  if (type !== undefined && isObject(body) && Object.hasOwn(body, "type") && body.type !== type) {
    return { path: "/type", message: `must be ${JSON.stringify(type)}` };
  }
  const [first, ...others] = closest(faults);
  if (first === undefined) return { path: "", message: "must be valid" };
  return { path: pathOf(first), message: messageOf(first, others) };
}

/**
 * Where one of several shapes is due (a read or an append), each of them complains. The one that was meant is the one
 * that fits furthest: its fault lies deepest, and it is not about the word that tells the shapes apart.
 */
function closest(faults: readonly Fault[]): readonly Fault[] {
  const depth = Math.max(...faults.map(depthOf));
  const deepest = faults.filter((fault) => depthOf(fault) === depth);
  const meant = deepest.filter((fault) => fault.keyword !== "const" || fault.params.allowedValue === null);
  return meant.length > 0 ? meant : deepest;
}

function depthOf(fault: Fault): number {
  // The fault of a group is said better by its members.
  return fault.keyword === "anyOf" ? -1 : pathOf(fault).split("/").length;
}

function pathOf(fault: Fault): string {
  switch (fault.keyword) {
    case "required":
      return `${fault.instancePath}/${escaped(fault.params.missingProperty)}`;
    case "additionalProperties":
      return `${fault.instancePath}/${escaped(fault.params.additionalProperty)}`;
    default:
      return fault.instancePath;
  }
}

function messageOf(fault: Fault, others: readonly Fault[]): string {
  switch (fault.keyword) {
    case "required":
      return "must be present";
    case "additionalProperties":
      return `must not be present: nothing called ${JSON.stringify(fault.params.additionalProperty)} belongs here`;
    case "const":
      return `must be ${[fault, ...others].map(({ params }) => JSON.stringify(params.allowedValue)).join(" or ")}`;
    case "type":
      return `must be ${[fault.params.type].flat().join(" or ")}`;
    default:
      return fault.message ?? "must be valid";
  }
}

/** A key as part of a JSON Pointer (RFC 6901). */
function escaped(key: unknown): string {
  return String(key).replaceAll("~", "~0").replaceAll("/", "~1");
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}
