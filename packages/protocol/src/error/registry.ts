/**
 * Maelstrom's error codes (MAELSTROM.md 7.3).
 *
 * What matters about a code is whether it is definite. A definite error says that the operation did not happen and
 * never will; after an indefinite one, nobody knows, and a history must allow for both.
 */

/** Names of the codes, and `unknown` for every other code. */
export type ErrorName =
  | "timeout"
  | "node-not-found"
  | "not-supported"
  | "temporarily-unavailable"
  | "malformed-request"
  | "crash"
  | "abort"
  | "key-does-not-exist"
  | "key-already-exists"
  | "precondition-failed"
  | "txn-conflict"
  | "unknown";

export interface ErrorDefinition {
  readonly code: number;
  readonly name: ErrorName;
  /** Whether the operation surely did not happen. */
  readonly definite: boolean;
  readonly description: string;
}

function entry(code: number, name: ErrorName, definite: boolean, description: string): ErrorDefinition {
  return { code, name, definite, description };
}

/** All codes with a name, in ascending order. */
export const errorRegistry: readonly ErrorDefinition[] = [
  entry(0, "timeout", false, "No answer came in time."),
  entry(1, "node-not-found", true, "There is no node of the name that the request was sent to."),
  entry(10, "not-supported", true, "The node does not know this type of request."),
  entry(
    11,
    "temporarily-unavailable",
    true,
    "The node cannot do it now and has not begun to; ask again later.",
  ),
  entry(12, "malformed-request", true, "The request breaks its schema."),
  entry(
    13,
    "crash",
    false,
    "Something failed in the node that nobody foresaw; the operation may have happened.",
  ),
  entry(14, "abort", true, "The operation was given up and has no effect."),
  entry(20, "key-does-not-exist", true, "There is no such key."),
  entry(21, "key-already-exists", true, "There is such a key already."),
  entry(
    22,
    "precondition-failed",
    true,
    "The state is not what the request demands, as in a compare-and-set.",
  ),
  entry(30, "txn-conflict", true, "The transaction was aborted because of another one."),
];

const byCode: ReadonlyMap<unknown, ErrorDefinition> = new Map(
  errorRegistry.map((definition) => [definition.code, definition]),
);

/**
 * What is known of a code. Every other code, those of one's own from 1000 on included, is `unknown` and indefinite, as
 * Maelstrom has it: it cannot know whether the operation happened.
 */
export function errorDefinition(code: number): ErrorDefinition {
  return (
    byCode.get(code) ?? entry(code, "unknown", false, "A code without an entry in Maelstrom's registry.")
  );
}
