/** A word to the person who watches. */
import type { Generator } from "./generator.ts";
import { nothing } from "./step.ts";

/** Says `text` once, in its turn. It is not an operation: no thread does it and no history has it. */
export function log(text: string): Generator {
  const self: Generator = {
    op: () => ({ kind: "log", text, next: nothing }),
    update: () => self,
  };
  return self;
}
