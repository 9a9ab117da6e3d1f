/** In which order a person is told what was found. */
import type { Finding } from "@gossip-glomers/checkers";

/** Errors that say what did not succeed, and not why. */
const SYMPTOMS: ReadonlySet<string> = new Set(["never-ok", "unavailable"]);

/** Warnings that say who fell silent, and not why: told after those that do. */
const SILENCES: ReadonlySet<string> = new Set(["unresponsive", "silent-node"]);

/**
 * Errors first, as the checkers have it; but what explains that nothing succeeded comes before that. The first sentence
 * is often the only one that is read, and "No echo ever succeeded" tells nobody what to mend, while the warning that n0
 * wrote in_reply_to as a string does. A warning explains a symptom if it is about one of its operations or messages.
 */
export function inTellingOrder(findings: readonly Finding[]): readonly Finding[] {
  const symptoms = findings.filter(isSymptom);
  const explanations = new Set(
    findings.filter((finding) => finding.severity === "warning" && symptoms.some(isAbout(finding))),
  );
  const rank = (finding: Finding): number => {
    if (explanations.has(finding)) return SILENCES.has(finding.kind) ? 2 : 1;
    if (finding.severity === "warning") return 4;
    return isSymptom(finding) ? 3 : 0;
  };
  // Among equals the order stays.
  return findings.toSorted((left, right) => rank(left) - rank(right));
}

function isSymptom({ kind, severity }: Finding): boolean {
  return severity === "error" && SYMPTOMS.has(kind);
}

function isAbout({ operations, messages }: Finding): (symptom: Finding) => boolean {
  return (symptom) =>
    symptom.operations.some((index) => operations.includes(index)) ||
    symptom.messages.some((id) => messages.includes(id)) ||
    // In a run of the real Maelstrom nobody knows which messages carried an operation.
    (symptom.messages.length === 0 && operations.length === 0 && messages.length > 0);
}
