/**
 * Workloads `txn-list-append` and `txn-rw-register`: transactions of micro-operations (MAELSTROM.md 10.8).
 *
 * A micro-operation is `[function, key, value]`. The request's reads carry null; the reply repeats all
 * micro-operations in the same order, with what was read.
 */
import { anything, either, type JsonSchema, list, listOrNull, literal, tuple } from "./json-schema.ts";
import type { Protocol } from "./rpc.ts";

const txnConflict = 30;

const key = anything("The key; Maelstrom sends integers.");
const read = literal("r", "Reads the key.");

/** What stands in place of a value that is not known yet. */
const unread = literal(null, "Filled in by the reply.");

function microOperation(title: string, name: JsonSchema, value: JsonSchema): JsonSchema {
  return tuple([name, key, value], "Function, key and value.", title);
}

const append = microOperation(
  "TxnAppend",
  literal("append", "Appends to the list at the key, which begins empty."),
  anything("The element; Maelstrom sends integers, each once per key."),
);

const write = microOperation(
  "TxnWrite",
  literal("w", "Sets the key."),
  anything("The value; Maelstrom sends integers, each once per key."),
);

const readRequest = microOperation("TxnRead", read, unread);

const readList = microOperation(
  "TxnReadList",
  read,
  listOrNull(anything("An element."), "The elements at the key in the order in which they were appended."),
);

const readRegister = microOperation(
  "TxnReadRegister",
  read,
  anything("The value at the key; null if there is none."),
);

export const txnListAppend: Protocol = {
  name: "txn-list-append",
  kind: "workload",
  description: "Transactions over lists that are read whole and appended to.",
  rpcs: [
    {
      type: "txn",
      name: "TxnListAppend",
      description: "Asks for all micro-operations to be carried out, or none.",
      request: {
        txn: list(
          either([readRequest, append], "One micro-operation."),
          "Micro-operations, to be carried out in this order.",
        ),
      },
      reply: {
        txn: listOrNull(
          either([readList, append], "One micro-operation."),
          "The same micro-operations, with what was read.",
        ),
      },
      errors: [txnConflict],
      examples: [
        {
          request: {
            txn: [
              ["r", 3, null],
              ["append", 3, 2],
              ["r", 4, null],
            ],
          },
          reply: {
            txn: [
              ["r", 3, [1]],
              ["append", 3, 2],
              ["r", 4, null],
            ],
          },
        },
      ],
    },
  ],
};

export const txnRwRegister: Protocol = {
  name: "txn-rw-register",
  kind: "workload",
  description: "Transactions over registers that are read and written.",
  rpcs: [
    {
      type: "txn",
      name: "TxnRwRegister",
      description: "Asks for all micro-operations to be carried out, or none.",
      request: {
        txn: list(
          either([readRequest, write], "One micro-operation."),
          "Micro-operations, to be carried out in this order.",
        ),
      },
      reply: {
        txn: listOrNull(
          either([readRegister, write], "One micro-operation."),
          "The same micro-operations, with what was read.",
        ),
      },
      errors: [txnConflict],
      examples: [
        {
          request: {
            txn: [
              ["r", 1, null],
              ["w", 1, 6],
              ["w", 2, 9],
            ],
          },
          reply: {
            txn: [
              ["r", 1, 3],
              ["w", 1, 6],
              ["w", 2, 9],
            ],
          },
        },
      ],
    },
  ],
};
