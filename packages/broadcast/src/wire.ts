/** The one message that nodes of this package send to each other. */
import { type Definition, message, type Violation } from "@gossip-glomers/protocol";
import type { Count, Run } from "./store.ts";

export interface Gossip {
  /** The number of this message among those of its sender to its receiver, from 1. */
  readonly n: number;
  /** The number of the last message that the sender has from the receiver; 0 if none. Proves that this way works. */
  readonly heard: number;
  /** Which life of the sender this is: another one has forgotten everything. */
  readonly life: string;
  /** The way from the sender to the root of its tree: its hub, that one's hub, and so on; empty if it is a root. */
  readonly path: readonly string[];
  /** When the root of the sender's tree had its last round that has come down to the sender: by the root's wall clock, in ms. */
  readonly round: number;
  /** How many levels of the tree are below the sender; left out if there are none. */
  readonly height?: number;
  /** Values that the receiver lacks, as far as the sender knows. */
  readonly runs?: readonly Run[];
  /** How much the sender knows of some origins: the acknowledgement of runs. */
  readonly have?: readonly Count[];
  /** Whether `have` is complete: the sender knows nothing of origins that are not in it. */
  readonly full?: true;
  /** Whether the sender wants an answer at once, with all that the receiver knows. */
  readonly ask?: true;
  /** The sender looks for a hub, so that it is not really a root. */
  readonly seeks?: true;
  /** Wants to be treated as a child of the receiver's in its next round, and to be told all that it knows. */
  readonly graft?: true;
  /** A hub that has not answered the sender in time. */
  readonly doubts?: string;
}

/** Sent without a `msg_id`: what a reply would say is in the next message that goes back anyhow. */
export const gossip: Definition<Gossip, Record<string, never>> = message("gossip", { checkRequest });

/** A client may send whatever it likes under this name; a node must not fall over it. */
function checkRequest(body: unknown): Violation | null {
  if (!isRecord(body)) return { path: "", message: "must be object" };
  for (const key of ["n", "heard", "round"]) {
    if (!isCount(body[key])) return { path: `/${key}`, message: "must be an integer from 0" };
  }
  if (typeof body.life !== "string") return { path: "/life", message: "must be string" };
  if (body.path === undefined) return { path: "/path", message: "must be array" };
  if (body.height !== undefined && !isCount(body.height)) {
    return { path: "/height", message: "must be an integer from 0" };
  }
  return (
    checkList(body.path, "path", isString) ??
    checkList(body.runs, "runs", isRun) ??
    checkList(body.have, "have", isCountOfOrigin)
  );
}

function checkList(list: unknown, key: string, isItem: (item: unknown) => boolean): Violation | null {
  if (list === undefined) return null;
  if (!Array.isArray(list)) return { path: `/${key}`, message: "must be array" };
  const wrong = list.findIndex((item) => !isItem(item));
  return wrong === -1 ? null : { path: `/${key}/${wrong}`, message: `must be as an item of ${key} is` };
}

function isString(item: unknown): boolean {
  return typeof item === "string";
}

function isRun(item: unknown): boolean {
  return isCountOfOrigin(item) && Array.isArray(item) && Array.isArray(item[2]);
}

function isCountOfOrigin(item: unknown): boolean {
  return Array.isArray(item) && typeof item[0] === "string" && isCount(item[1]);
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
