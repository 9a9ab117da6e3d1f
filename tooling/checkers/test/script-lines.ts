/** A history as lines of process, type, function and value, as `history.txt` has them: `0 invoke read nil`. */
import { type Operation, type OperationType, readEdn } from "@gossip-glomers/history";

/** Each operation is a millisecond after the one before it. `final` after the value marks a last read. */
export function historyOf(lines: string): readonly Operation[] {
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line, index): Operation => {
      const [process = "", type = "", f = ""] = line.split(/\s+/);
      const rest = line.replace(/^\S+\s+\S+\s+\S+\s*/, "");
      const final = / final$/.test(rest);
      return {
        index,
        time: index * 1_000_000,
        type: typeOf(type),
        process: process === "nemesis" ? process : Number(process),
        f,
        value: readEdn(rest.replace(/ final$/, "") || "nil"),
        ...(final ? { final } : {}),
      };
    });
}

function typeOf(text: string): OperationType {
  if (text === "invoke" || text === "ok" || text === "fail" || text === "info") return text;
  throw new Error(`historyOf: ${text} is no type of an operation; write invoke, ok, fail or info`);
}
