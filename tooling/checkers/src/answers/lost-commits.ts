/**
 * Commits of consumers that a log forgets: a node acknowledges `commit_offsets`, and to whoever asks it afterwards it names no
 * offset, or one before all that were ever committed there. Maelstrom's clients ask for committed offsets and never look at
 * the answer (MAELSTROM.md 10.7 and 16 #7), so that a node may forget every commit and pass.
 *
 * Only what one node says is held against what it said before: how soon others must know of a commit, nothing says. Nor must
 * offsets grow, as two consumers of one key may commit in any order; but less than the least of all commits is none of theirs.
 */
import { type ExactRecord, isExactRecord, printExactJson, type SendEvent } from "@gossip-glomers/history";
import { condenseByNode } from "../finding/condense.ts";
import { quoted, seconds } from "../finding/phrase.ts";
import { bodyField, isClient, type Run } from "../run/run.ts";
import type { Finding } from "../verdict.ts";

/** A request of a client and the node's answer to it. */
interface Exchange {
  readonly request: SendEvent;
  readonly answer: SendEvent;
}

interface Commit extends Exchange {
  readonly offset: number;
}

/** A commit, and the exchange afterwards that does not know it. */
interface Loss {
  readonly key: string;
  readonly commit: Commit;
  readonly listing: Exchange;
  /** What is named instead. */
  readonly named: number | null;
}

/** A warning for each node that forgot commits. */
export function tellLostCommits(run: Run): readonly Finding[] {
  const anomalies = losses(run).map((loss) => ({
    sentence: sentence(loss),
    at: loss.listing.answer.at,
    node: loss.listing.answer.src,
    messages: [loss.commit, loss.listing].flatMap(({ request, answer }) => [request.id, answer.id]),
    details: [loss.commit.request, loss.listing.answer].map(
      ({ id, body }) => `message ${id}: ${quoted(printExactJson(body))}`,
    ),
  }));
  return condenseByNode(
    run,
    "lost-commit",
    "warning",
    anomalies,
    "Maelstrom's clients never use committed offsets; a consumer that does reads everything again.",
  );
}

function losses(run: Run): readonly Loss[] {
  const found: Loss[] = [];
  /** Of each node and key the least offset that was committed. */
  const least = new Map<string, Commit>();
  /** What each client has asked last. */
  const open = new Map<string, SendEvent>();
  for (const event of run.events) {
    if (event.kind === "send" && isClient(event.src)) open.set(event.src, event);
    if (event.kind !== "recv") continue;
    const answer = run.messages.get(event.id);
    const request = answer === undefined ? undefined : open.get(answer.dest);
    if (answer === undefined || request === undefined || !isAnswerTo(answer, request)) continue;
    const exchange = { request, answer };
    if (bodyField(answer, "type") === "commit_offsets_ok") {
      for (const [key, offset] of offsetsIn(bodyField(request, "offsets")))
        remember(least, key, { ...exchange, offset });
    } else if (bodyField(answer, "type") === "list_committed_offsets_ok") {
      found.push(...lossesIn(least, exchange));
    }
  }
  return found;
}

function isAnswerTo(answer: SendEvent, request: SendEvent): boolean {
  return request.dest === answer.src && bodyField(answer, "in_reply_to") === bodyField(request, "msg_id");
}

function remember(least: Map<string, Commit>, key: string, commit: Commit): void {
  const place = `${commit.answer.src} ${key}`;
  const known = least.get(place);
  if (known === undefined || commit.offset < known.offset) {
    least.set(place, commit);
  }
}

/** What a listing lacks of the commits that were acknowledged before it was asked for. */
function lossesIn(least: ReadonlyMap<string, Commit>, listing: Exchange): readonly Loss[] {
  const keys = bodyField(listing.request, "keys");
  const offsets = new Map(offsetsIn(bodyField(listing.answer, "offsets")));
  if (!Array.isArray(keys)) return [];
  return keys.flatMap((key) => {
    if (typeof key !== "string") return [];
    const commit = least.get(`${listing.answer.src} ${key}`);
    const named = offsets.get(key) ?? null;
    if (commit === undefined || (named !== null && named >= commit.offset)) return [];
    return commit.answer.id < listing.request.id ? [{ key, commit, listing, named }] : [];
  });
}

function offsetsIn(offsets: ExactRecord[string] | undefined): readonly (readonly [string, number])[] {
  if (!isExactRecord(offsets)) return [];
  return Object.entries(offsets).flatMap(([key, offset]) =>
    typeof offset === "number" ? [[key, offset]] : [],
  );
}

function sentence({ key, commit, listing, named }: Loss): string {
  const { src: node, dest: consumer } = commit.answer;
  return (
    `${node} acknowledged to ${consumer} that offset ${commit.offset} of key ${JSON.stringify(key)} is committed (${ids(commit)}), and ` +
    `later named ${named === null ? "no offset" : `only ${named}`} to ${listing.answer.dest} (${ids(listing)}).`
  );
}

function ids({ request, answer }: Exchange): string {
  return `messages ${request.id} and ${answer.id}, ${seconds(answer.at)}`;
}
