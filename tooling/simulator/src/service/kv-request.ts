/** What a request means to a key-value store that lets it see one state (MAELSTROM.md 11.1). */
import {
  type Datum,
  type ExactJson,
  type ExactRecord,
  isExactList,
  isExactRecord,
  printEdn,
} from "@gossip-glomers/history";
import { RpcError } from "@gossip-glomers/protocol";
import { areEqual } from "./json-equality.ts";
import { UnknownRequest } from "./state-machine.ts";

/** A value in a store. Null is a value like any other, so a missing key is no register at all. */
export interface Register {
  readonly value: ExactJson;
}

/** The reply, and what is to be written, if anything is. */
export interface Decision {
  readonly reply: ExactRecord;
  readonly written?: Register;
}

/**
 * Decides what becomes of a request, given what is at its key.
 *
 * A field that is not there counts as null, as on Maelstrom: `{"type":"write","key":"k"}` writes null. It is no
 * business of the service to find that odd.
 *
 * @param mayCreate whether the store knows `create_if_not_exists`.
 * @throws {UnknownRequest} the type is none of read, write and cas.
 */
export function decide(body: ExactRecord, current: Register | undefined, mayCreate: boolean): Decision {
  switch (body.type) {
    case "read":
      return { reply: current === undefined ? missing : { type: "read_ok", value: current.value } };
    case "write":
      return { reply: { type: "write_ok" }, written: { value: body.value ?? null } };
    case "cas": {
      const to: Register = { value: body.to ?? null };
      if (current === undefined) {
        const creates = mayCreate && isTrue(body.create_if_not_exists);
        return creates ? { reply: casOk, written: to } : { reply: missing };
      }
      const from = body.from ?? null;
      return areEqual(current.value, from)
        ? { reply: casOk, written: to }
        : { reply: preconditionFailed(current.value, from) };
    }
    default:
      throw new UnknownRequest(body.type, ["read", "write", "cas"]);
  }
}

const casOk: ExactRecord = { type: "cas_ok" };

// Their codes are taken once: an error of its own for each answer would cost a stack trace, more than all the rest of it.
const { code: KEY_DOES_NOT_EXIST } = RpcError.keyDoesNotExist("");
const { code: PRECONDITION_FAILED } = RpcError.preconditionFailed("");

const missing: ExactRecord = { type: "error", code: KEY_DOES_NOT_EXIST, text: "key does not exist" };

function preconditionFailed(current: ExactJson, from: ExactJson): ExactRecord {
  const text = `current value ${ednText(current)} is not ${ednText(from)}`;
  return { type: "error", code: PRECONDITION_FAILED, text };
}

/** Clojure's idea of it: whatever is neither false nor null. */
function isTrue(value: ExactJson | undefined): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** A value as Clojure prints it, since that is what Maelstrom puts into the text: `{"v" [1 2]}`, `nil`. */
function ednText(value: ExactJson): string {
  return printEdn(withStringKeys(value));
}

/** Keys of objects are data here, not keywords. */
function withStringKeys(value: ExactJson): Datum {
  if (isExactList(value)) return value.map(withStringKeys);
  if (!isExactRecord(value)) return value;
  return new Map(Object.entries(value).map(([name, item]) => [name, withStringKeys(item)]));
}
