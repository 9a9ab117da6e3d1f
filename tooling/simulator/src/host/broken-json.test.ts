import { expect, test } from "vitest";
import { inspectLine } from "./inspect-line.ts";

const message = '{"src":"n0","dest":"c1","body":{}}';

test.each<[what: string, line: string, why: RegExp]>([
  ["the first line of indented JSON", "{", /several lines; print each message on one$/],
  ["that of an indented list", " [ ", /several lines/],
  ["a dict of Python", "{'src': 'n0', 'dest': 'c1'}", /single quotes, .*json\.dumps/],
  ["a byte order mark", `\ufeff${message}`, /byte order mark/],
  ["UTF-16", [...message].join("\0"), /bytes of zero.*write UTF-8/],
  ["another mistake, in the parser's words", "got an echo", /Unexpected token/],
])("says what %s is", (_, line, why) => {
  expect(inspectLine(line)).toMatchObject({
    fault: { fault: "not-json", line, reason: expect.stringMatching(why) },
  });
});

test("what is a message all the same is one, whatever else is on the line", () => {
  expect(inspectLine(`${message}\0`)).toMatchObject({ message: { src: "n0" }, trailing: "\0" });
});
