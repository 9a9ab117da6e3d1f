/** Service `lin-tso`: a linearizable source of timestamps, 0, 1, 2, … (MAELSTROM.md 11.2). */
import { type StateMachine, UnknownRequest } from "./state-machine.ts";

/** The state is the next timestamp. */
export const linTsoService: StateMachine<number> = {
  initial: 0,
  handle(next, { body }) {
    if (body.type !== "ts") throw new UnknownRequest(body.type, ["ts"]);
    return { reply: { type: "ts_ok", ts: next }, state: next + 1 };
  },
};
