/** What is said of answers that no client took for one. Read first `unheard-answers.ts` for which those are. */
import type { Finding, Run } from "@gossip-glomers/checkers";
import { printExactJson, type SendEvent } from "@gossip-glomers/history";
import { bodyField, type Unheard, unheardAnswers } from "./unheard-answers.ts";

/** So many of a node's are told; of those after them only the number counts. */
const TOLD = 4;

/** A message longer than this would hide what to do about it; the trace has it whole. */
const LONGEST_MESSAGE = 1_000;

/** A warning for each node that answered past its clients: Maelstrom does not mind, and waits until the time is up. */
export function tellUnheard(run: Run): readonly Finding[] {
  const byNode = new Map<string, Unheard[]>();
  for (const unheard of unheardAnswers(run)) {
    const node = unheard.request.dest;
    byNode.set(node, [...(byNode.get(node) ?? []), unheard]);
  }
  return [...byNode].flatMap(([node, unheard]) => {
    const [first] = unheard;
    return first === undefined ? [] : [finding(run, node, first, unheard)];
  });
}

function finding(run: Run, node: string, first: Unheard, unheard: readonly Unheard[]): Finding {
  const told = unheard.slice(0, TOLD);
  const others = unheard.length - 1;
  const more = others === 0 ? "" : ` There ${others === 1 ? "is" : "are"} ${others} more such.`;
  return {
    kind: "unheard-answer",
    severity: "warning",
    summary: `${sentence(first)}${more} Maelstrom's clients drop such an answer without a word, and the time for the request runs out.`,
    at: first.answer.at,
    node,
    operations: told.flatMap(({ request }) => operationsOf(run, request)),
    messages: told.flatMap(({ request, answer }) => [request.id, answer.id]),
    details: [messageText(first.answer), ...told.slice(1).map(sentence)],
  };
}

function sentence({ request, msgId, answer }: Unheard): string {
  const { src: client, dest: node } = request;
  const type = printExactJson(bodyField(request, "type") ?? null);
  const asked = `message ${request.id} of ${client} (${type})`;
  const when = `at ${(answer.at / 1e9).toFixed(3)} s`;
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
  const text = printExactJson({ src, dest, body });
  const cut =
    text.length <= LONGEST_MESSAGE
      ? text
      : `${text.slice(0, LONGEST_MESSAGE)}… (${text.length - LONGEST_MESSAGE} characters more)`;
  return `message ${id}: ${cut}`;
}
