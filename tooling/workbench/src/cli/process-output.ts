/** The output of a real process: stdout for what was asked for, stderr for complaints, a status line in a terminal. */
import { createLogUpdate } from "log-update";
import picocolors from "picocolors";
import type { Output } from "./output.ts";

/** Width of lines in a pipe, where no window sets one. */
const defaultColumns = 100;

export function processOutput(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Output {
  const live = createLogUpdate(stdout, { showCursor: true });
  let shown = false;
  const clear = (): void => {
    if (shown) live.clear();
    shown = false;
  };
  return {
    interactive: stdout.isTTY === true,
    // 0 in a terminal that has not been told its size.
    get columns() {
      return stdout.columns || defaultColumns;
    },
    // picocolors heeds --no-color, NO_COLOR, FORCE_COLOR and whether stdout is a terminal.
    colours: picocolors.isColorSupported,
    print(text) {
      clear();
      stdout.write(`${text}\n`);
    },
    complain(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    status(line) {
      if (stdout.isTTY !== true) return;
      if (line === null) return clear();
      live(line);
      shown = true;
    },
  };
}
