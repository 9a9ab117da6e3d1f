import { Float, readExactJson } from "@gossip-glomers/history";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inspectLine, quote } from "./inspect-line.ts";

const good = { src: "n0", dest: "n1", body: { type: "gossip" } };

describe("messages", () => {
  test("are read whatever their body says", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        const line = JSON.stringify({ ...good, body });
        expect(inspectLine(line)).toEqual({
          message: { ...good, body: readExactJson(JSON.stringify(body)) },
          trailing: null,
        });
      }),
    );
  });

  test("have the numbers that were printed", () => {
    const line = '{"src":"n0","dest":"n1","body":{"ids":[9007199254740993,1.0,1]}}';
    const message = { ...good, body: { ids: [9007199254740993n, new Float(1), 1] } };
    expect(inspectLine(line)).toEqual({ message, trailing: null });
    expect(inspectLine(`${line}{}`)).toEqual({ message, trailing: "{}" });
  });

  test("may carry an id of any size, which is dropped", () => {
    expect(inspectLine('{"id":9007199254740993,"src":"n0","dest":"n1","body":{"type":"gossip"}}')).toEqual({
      message: good,
      trailing: null,
    });
  });

  test("may carry an id, which is dropped", () => {
    expect(inspectLine(JSON.stringify({ id: 7, ...good }))).toEqual({ message: good, trailing: null });
  });

  test.each(['{"src":"n0","dest":"n1"}', '{"src":"n0","dest":"n1","body":null}'])(
    "may lack a body: %s",
    (line) => {
      expect(inspectLine(line)).toEqual({ message: { src: "n0", dest: "n1", body: null }, trailing: null });
    },
  );

  test("may be surrounded by blanks", () => {
    expect(inspectLine(` ${JSON.stringify(good)}\r`)).toEqual({ message: good, trailing: null });
  });

  test("count alone when more stands behind them on the line, whatever braces their strings hold", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('{"src":"n0"}', "debug", "}"), (text, trailing) => {
        const message = { ...good, body: { type: "gossip", text, nested: { quoted: `"{${text}` } } };
        expect(inspectLine(`${JSON.stringify(message)} ${trailing}`)).toEqual({ message, trailing });
      }),
    );
  });
});

describe("faults", () => {
  test.each([
    ["truncated JSON", '{"src":"n0","dest":"n1","body":{"type":"gos', /JSON/],
    ["a debug line", "got message 7", /JSON/],
    ["an empty line", "", /^the line is empty$/],
    ["a blank line", "  ", /^the line is empty$/],
    ["JSON that is nested too deeply", "[".repeat(1001) + "]".repeat(1001), /nested more than 1000 deep$/],
    ["an unfinished string", '{"src":"n0', /JSON/],
  ])("not-json: %s", (_, line, reason) => {
    expect(inspectLine(line)).toEqual({
      fault: { fault: "not-json", line, reason: expect.stringMatching(reason) },
    });
  });

  test.each([
    ["null", "null", /the message must be object/],
    ["a number", "5", /the message must be object/],
    ["a list", "[]", /the message must be object/],
    ["an extra key", JSON.stringify({ ...good, time: 1 }), /time/],
    ["a body that is a string", JSON.stringify({ ...good, body: "x" }), /^\/body must be object/],
    ["a body that is a list", JSON.stringify({ ...good, body: [] }), /^\/body must be object/],
    ["a dest that is a number", JSON.stringify({ ...good, dest: 1 }), /^\/dest must be string/],
    ["no dest", JSON.stringify({ src: "n0", body: {} }), /dest/],
    ["a body that is a number", '{"src":"n0","dest":"n1","body":1.0}', /^\/body must be object/],
    ["an id with a fraction", '{"id":1.0,"src":"n0","dest":"n1","body":{}}', /^\/id must be integer/],
    ["an id that is no integer", JSON.stringify({ ...good, id: "7" }), /^\/id must be integer/],
  ])("malformed-message: %s", (_, line, reason) => {
    expect(inspectLine(line)).toEqual({
      fault: { fault: "malformed-message", line, reason: expect.stringMatching(reason) },
    });
  });

  test("never throws and never invents a message, whatever is printed", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(inspectLine(line)).toHaveProperty("fault.line", line);
      }),
    );
  });

  test("quote lines exactly, and only very long ones by their beginning", () => {
    expect(quote("x".repeat(10_000))).toBe("x".repeat(10_000));
    expect(quote("x".repeat(10_007))).toBe(`${"x".repeat(10_000)}… (7 characters more)`);
  });
});
