/**
 * Answers that no client took for one: `in_reply_to` is missing, a string, or names another request; or the answer went to
 * somebody who had not asked. Maelstrom drops them without a word (MAELSTROM.md 7.1), so that in its results a node that
 * writes `"in_reply_to": "1"` looks like one that is slow.
 *
 * Only messages are looked at, so that a journal of the real Maelstrom will do.
 */
import type { ExactJson, SendEvent } from "@gossip-glomers/history";
import { bodyField, isClient, type Run } from "../run/run.ts";

/** A request that stayed without an answer, though its node sent one. */
export interface Unheard {
  readonly request: SendEvent;
  readonly msgId: number;
  /** The first that its client could not take for one. */
  readonly answer: SendEvent;
}

/** A request that its client waits for. */
interface Question {
  readonly request: SendEvent;
  readonly msgId: number;
  answer: SendEvent | null;
}

/** In the order in which clients gave up. */
export function unheardAnswers(run: Run): readonly Unheard[] {
  const open = new Map<string, Question>();
  const heard = new Set<string>();
  const requests = lazyRequestsOfServers(run);
  const found: Unheard[] = [];
  const giveUp = (question: Question | undefined): void => {
    if (question === undefined || question.answer === null) return;
    found.push({ ...question, answer: question.answer });
  };
  for (const event of run.events) {
    if (event.kind === "recv") {
      const message = run.messages.get(event.id);
      if (message !== undefined) receive(open, heard, message);
    } else if (event.kind === "send" && isClient(event.src)) {
      giveUp(open.get(event.src));
      const msgId = bodyField(event, "msg_id");
      if (typeof msgId === "number") open.set(event.src, { request: event, msgId, answer: null });
    } else if (event.kind === "send") {
      const question = misdirected(open, event);
      // An answer to a node that had asked, too, is where it belongs.
      if (question !== null && !hadAsked(requests(), event, question.msgId)) question.answer ??= event;
    }
  }
  for (const question of open.values()) giveUp(question);
  return found;
}

/** A client gets the answer that it waits for, or something that it drops. */
function receive(open: Map<string, Question>, heard: Set<string>, message: SendEvent): void {
  const { src, dest } = message;
  const question = open.get(dest);
  if (question === undefined || question.request.dest !== src) return;
  const answered = bodyField(message, "in_reply_to");
  if (answered === question.msgId) {
    heard.add(`${dest} ${answered}`);
    open.delete(dest);
    return;
  }
  // An answer to an earlier request is late, and not wrong; unless that has had its answer.
  const isLate = isEarlier(answered, question.msgId) && !heard.has(`${dest} ${answered}`);
  if (!isLate && (answered !== undefined || hasTypeOfAnswer(message, question))) question.answer ??= message;
}

function isEarlier(answered: ExactJson | undefined, msgId: number): boolean {
  return typeof answered === "number" && answered > 0 && answered < msgId;
}

/** The request of a client that a node answers here, sending the answer to another than that client. */
function misdirected(open: ReadonlyMap<string, Question>, message: SendEvent): Question | null {
  const { src, dest } = message;
  const answered = bodyField(message, "in_reply_to");
  if (answered === undefined) return null;
  const isMeant = ({ request, msgId }: Question): boolean => request.dest === src && msgId === answered;
  const own = open.get(dest);
  if (own !== undefined && isMeant(own)) return null;
  for (const question of open.values()) {
    if (isMeant(question) && hasTypeOfAnswer(message, question)) return question;
  }
  return null;
}

function hasTypeOfAnswer(message: SendEvent, { request }: Question): boolean {
  const type = bodyField(message, "type");
  return type === "error" || type === `${bodyField(request, "type")}_ok`;
}

/** The first request of each number that a node or service sent another, by its id. */
type Requests = ReadonlyMap<string, number>;

/** Made when it is first needed, as there may be a million messages. */
function lazyRequestsOfServers(run: Run): () => Requests {
  let known: Map<string, number> | null = null;
  return () => {
    if (known !== null) return known;
    known = new Map();
    for (const message of run.messages.values()) {
      const msgId = bodyField(message, "msg_id");
      if (isClient(message.src) || typeof msgId !== "number") continue;
      const key = requestKey(message.src, message.dest, msgId);
      if (!known.has(key)) known.set(key, message.id);
    }
    return known;
  };
}

/** Whether it goes to somebody who had sent a request of that number before. */
function hadAsked(requests: Requests, { id, src, dest }: SendEvent, msgId: number): boolean {
  const first = requests.get(requestKey(dest, src, msgId));
  return first !== undefined && first < id;
}

function requestKey(src: string, dest: string, msgId: number): string {
  return `${src} ${dest} ${msgId}`;
}
