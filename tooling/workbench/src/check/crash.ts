/** Why Maelstrom crashed and judged nothing, in a sentence and with what was said last. */
import type { Finding } from "@gossip-glomers/checkers";
import type { TestCrash } from "@gossip-glomers/maelstrom";

/** So many of the last lines of a stream are quoted. */
const LAST_LINES = 8;

export function crashSentence(crash: TestCrash): string {
  switch (crash.kind) {
    case "node-exited":
      return `Maelstrom crashed and judged nothing, because ${crash.node} had exited by itself, with status ${crash.status}. It notices that only when the run is over; keep the node running until it is killed.`;
    case "init-failed":
      return `Maelstrom crashed and judged nothing, because ${crash.node} did not answer init with init_ok within 10 s; answer it at once, before anything else.`;
    case "not-started":
      return `Maelstrom crashed and judged nothing, because it could not start ${crash.program}: ${crash.reason}; see \`glomers maelstrom doctor --bin FILE\`.`;
    case "other":
      return `Maelstrom crashed and judged nothing: ${crash.reason}; the whole of it is at the end of jepsen.log.`;
  }
}

/** The same as a finding. */
export function crashFinding(crash: TestCrash): Finding {
  const said =
    crash.kind === "node-exited"
      ? [...quote("stdout", crash.stdout), ...quote("stderr", crash.stderr)]
      : crash.kind === "init-failed"
        ? [crash.reason]
        : [];
  const node = "node" in crash ? { node: crash.node } : {};
  return {
    kind: "maelstrom-crashed",
    severity: "error",
    summary: crashSentence(crash),
    ...node,
    operations: [],
    messages: [],
    details: said,
  };
}

function quote(stream: string, lines: readonly string[]): readonly string[] {
  return lines.slice(-LAST_LINES).map((line) => `${stream}: ${line}`);
}
