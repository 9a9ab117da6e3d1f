/** Workload `kafka`: append-only logs by key (MAELSTROM.md 10.7). */
import { anything, integer, list, listOrNull, map, string, tuple } from "./json-schema.ts";
import type { Protocol } from "./rpc.ts";

const key = string('The name of a log: `"0"`, `"1"`, …');

const entry = tuple(
  [integer("Where in the log."), anything("The message there.")],
  "An offset and the message at it.",
  "KafkaEntry",
);

export const kafka: Protocol = {
  name: "kafka",
  kind: "workload",
  description: "Logs, each of them a sequence of messages at increasing offsets. Offsets may have gaps.",
  rpcs: [
    {
      type: "send",
      name: "KafkaSend",
      description: "Appends a message to a log.",
      request: { key, msg: anything("The message; Maelstrom sends integers, each once per key.") },
      reply: { offset: integer("Where the message was put.") },
      examples: [{ request: { key: "0", msg: 123 }, reply: { offset: 1000 } }],
    },
    {
      type: "poll",
      name: "KafkaPoll",
      description: "Asks for messages from given offsets on.",
      request: { offsets: map(integer("The first offset wanted."), "By key, where to begin. May be empty.") },
      reply: {
        msgs: map(
          listOrNull(entry, "Entries in the order of their offsets, as many as the node likes."),
          "By key, what is there. Keys without messages may be left out.",
        ),
      },
      examples: [
        {
          request: { offsets: { "0": 1000, "1": 2000 } },
          reply: {
            msgs: {
              "0": [
                [1000, 9],
                [1001, 5],
              ],
              "1": [[2000, 7]],
            },
          },
        },
        { request: { offsets: {} }, reply: { msgs: {} } },
      ],
    },
    {
      type: "commit_offsets",
      name: "KafkaCommitOffsets",
      description: "Says that everything up to these offsets, inclusive, has been processed.",
      request: {
        offsets: map(integer("The last offset processed."), "By key, how far the client has come."),
      },
      reply: {},
      examples: [{ request: { offsets: { "0": 1000, "1": 2000 } }, reply: {} }],
    },
    {
      type: "list_committed_offsets",
      name: "KafkaListCommittedOffsets",
      description: "Asks how far logs have been processed.",
      request: { keys: list(key, "The logs in question.") },
      reply: {
        offsets: map(integer("The last offset committed."), "By key. Keys without a commit may be left out."),
      },
      examples: [{ request: { keys: ["0", "1"] }, reply: { offsets: { "0": 1000 } } }],
    },
  ],
};
