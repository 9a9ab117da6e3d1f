import { expect, test } from "vitest";
import { faultSentence, type LivingFault } from "./fault-sentence.ts";

test.each<[LivingFault, RegExp]>([
  [
    { fault: "not-json", line: "hello\u001b[2J", reason: "it is not" },
    /^It printed a line to stdout that is not JSON \(it is not\), .*stderr\. The line: "hello\\u001b\[2J"$/,
  ],
  [
    { fault: "malformed-message", line: "{}", reason: "the message lacks src" },
    /^It printed a message that is malformed \(the message lacks src\), .*The line: "\{\}"$/,
  ],
  [{ fault: "unknown-address", line: "{}", address: "n9" }, /^It sent a message from or to n9, which does/],
  [{ fault: "late-reply", line: "{}", client: "c9", request: null }, /^It answered c9 when that was gone, /],
  [{ fault: "trailing-text", line: "{}{}", text: "{}" }, /^It printed more than one .* Lost was: "\{\}"$/],
  [
    { fault: "flood", stream: "stderr", line: "", reason: "1 GB in a second" },
    /^It flooded its stderr: 1 GB in a second; print less\.$/,
  ],
  [{ fault: "repeated", of: "not-json", count: 3 }, /^It did so 3 times more \(not-json\)\.$/],
])("%o", (fault, sentence) => {
  expect(faultSentence(fault)).toMatch(sentence);
});

test("a long line is quoted by its beginning", () => {
  const sentence = faultSentence({ fault: "not-json", line: "x".repeat(10_000), reason: "" });
  expect(sentence.length).toBeLessThan(500);
  expect(sentence).toMatch(/"x{200}" and 9800 characters more$/);
});
