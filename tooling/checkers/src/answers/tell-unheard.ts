/** What is said of answers that no client took for one. Read first `unheard-answers.ts` for which those are. */
import { printExactJson, type SendEvent } from "@gossip-glomers/history";
import { condenseByNode } from "../finding/condense.ts";
import { quoted, seconds } from "../finding/phrase.ts";
import { bodyField, type Run } from "../run/run.ts";
import type { Finding } from "../verdict.ts";
import { type Unheard, unheardAnswers } from "./unheard-answers.ts";

/** A warning for each node that answered past its clients: Maelstrom does not mind, and waits until the time is up. */
export function tellUnheard(run: Run): readonly Finding[] {
  const anomalies = unheardAnswers(run).map((unheard) => ({
    sentence: sentence(unheard),
    at: unheard.answer.at,
    node: unheard.request.dest,
    operations: operationsOf(run, unheard.request),
    messages: [unheard.request.id, unheard.answer.id],
    details: [messageText(unheard.answer)],
  }));
  return condenseByNode(
    run,
    "unheard-answer",
    "warning",
    anomalies,
    "Maelstrom's clients drop such an answer without a word, and the time for the request runs out.",
  );
}

function sentence({ request, msgId, answer }: Unheard): string {
  const { src: client, dest: node } = request;
  const type = printExactJson(bodyField(request, "type") ?? null);
  const asked = `message ${request.id} of ${client} (${type})`;
  const when = `at ${seconds(answer.at)}`;
  if (answer.dest !== client) {
    return `${node} sent its answer to ${asked}, message ${answer.id} ${when}, to ${answer.dest}; its dest must be ${client}, the src of the request.`;
  }
  const given = bodyField(answer, "in_reply_to");
  const fault = given === undefined ? "it has no in_reply_to" : `its in_reply_to is ${printExactJson(given)}`;
  return `${node} answered ${asked} with message ${answer.id} ${when}, but ${fault}; it must be the number ${msgId}, the msg_id of the request.`;
}

function operationsOf(run: Run, { id }: SendEvent): readonly number[] {
  for (const { op, request } of run.carriers.values()) {
    if (request === id && op.type !== "invoke") return [op.index];
  }
  return [];
}

function messageText({ id, src, dest, body }: SendEvent): string {
  return `message ${id}: ${quoted(printExactJson({ src, dest, body }))}`;
}
