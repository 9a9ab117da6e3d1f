/** What a check finds, and the commands that mend it. */
import type { System } from "./system.ts";

export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string;
  /** `failed`: something needed is missing. `warning`: it works without, but worse. */
  readonly state: "ok" | "warning" | "failed";
  /** What was found, in a sentence without a full stop. */
  readonly what: string;
  /** What comes of it; null if all is well, or it goes without saying. */
  readonly consequence: string | null;
  /** The user's own system first. */
  readonly remedies: readonly Remedy[];
}

/** A command to be typed into a shell. */
export interface Remedy {
  /** Null if it is the same everywhere. */
  readonly system: System | null;
  readonly command: string;
}

/** What the state of a finding leaves to be said. */
export type Trouble = Pick<Finding, "what"> & Partial<Pick<Finding, "consequence" | "remedies">>;

export function ok(check: string, what: string): Finding {
  return { check, state: "ok", what, consequence: null, remedies: [] };
}

export function warning(check: string, trouble: Trouble): Finding {
  return { consequence: null, remedies: [], ...trouble, check, state: "warning" };
}

export function failed(check: string, trouble: Trouble): Finding {
  return { consequence: null, remedies: [], ...trouble, check, state: "failed" };
}
