/** Workload `kafka` (MAELSTROM.md 10.7). */
import { type Definition, message } from "../definition.ts";
import type {
  KafkaCommitOffsetsReply,
  KafkaCommitOffsetsRequest,
  KafkaListCommittedOffsetsReply,
  KafkaListCommittedOffsetsRequest,
  KafkaPollReply,
  KafkaPollRequest,
  KafkaSendReply,
  KafkaSendRequest,
} from "../generated/payloads.ts";
import {
  validateKafkaCommitOffsetsReply,
  validateKafkaCommitOffsetsRequest,
  validateKafkaListCommittedOffsetsReply,
  validateKafkaListCommittedOffsetsRequest,
  validateKafkaPollReply,
  validateKafkaPollRequest,
  validateKafkaSendReply,
  validateKafkaSendRequest,
} from "../generated/validators.js";
import { check } from "./check.ts";

/** What clients ask of nodes in workload `kafka`. */
export const kafka: {
  readonly send: Definition<KafkaSendRequest, KafkaSendReply>;
  readonly poll: Definition<KafkaPollRequest, KafkaPollReply>;
  readonly commit_offsets: Definition<KafkaCommitOffsetsRequest, KafkaCommitOffsetsReply>;
  readonly list_committed_offsets: Definition<
    KafkaListCommittedOffsetsRequest,
    KafkaListCommittedOffsetsReply
  >;
} = {
  send: /* @__PURE__ */ message("send", {
    checkRequest: /* @__PURE__ */ check(validateKafkaSendRequest, "send"),
    checkReply: /* @__PURE__ */ check(validateKafkaSendReply, "send_ok"),
  }),
  poll: /* @__PURE__ */ message("poll", {
    checkRequest: /* @__PURE__ */ check(validateKafkaPollRequest, "poll"),
    checkReply: /* @__PURE__ */ check(validateKafkaPollReply, "poll_ok"),
  }),
  commit_offsets: /* @__PURE__ */ message("commit_offsets", {
    checkRequest: /* @__PURE__ */ check(validateKafkaCommitOffsetsRequest, "commit_offsets"),
    checkReply: /* @__PURE__ */ check(validateKafkaCommitOffsetsReply, "commit_offsets_ok"),
  }),
  list_committed_offsets: /* @__PURE__ */ message("list_committed_offsets", {
    checkRequest: /* @__PURE__ */ check(validateKafkaListCommittedOffsetsRequest, "list_committed_offsets"),
    checkReply: /* @__PURE__ */ check(validateKafkaListCommittedOffsetsReply, "list_committed_offsets_ok"),
  }),
};
