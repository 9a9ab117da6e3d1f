/** An output that remembers, for tests. */
import type { Output } from "./output.ts";

export interface RecordedOutput extends Output {
  readonly printed: string[];
  readonly complaints: string[];
  readonly statuses: (string | null)[];
}

export function recordedOutput(settings: { interactive?: boolean } = {}): RecordedOutput {
  const printed: string[] = [];
  const complaints: string[] = [];
  const statuses: (string | null)[] = [];
  return {
    interactive: settings.interactive ?? false,
    columns: 100,
    colours: false,
    printed,
    complaints,
    statuses,
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
    status: (line) => statuses.push(line),
  };
}
