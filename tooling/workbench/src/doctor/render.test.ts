import { failed, ok, warning } from "@gossip-glomers/maelstrom";
import { describe, expect, it } from "vitest";
import { doctorJson, doctorText, hasFailed, type Section } from "./render.ts";

const fine: Section = { title: "glomers", findings: [ok("Node", "22.1.0")] };
const ill: Section = {
  title: "the real Maelstrom",
  findings: [
    warning("gnuplot", {
      what: "there is none",
      consequence: "no graphs",
      remedies: [
        { system: "Fedora", command: "sudo dnf install gnuplot" },
        { system: null, command: "true" },
      ],
    }),
    failed("Maelstrom", { what: "not there" }),
  ],
};

describe("what a doctor says", () => {
  it("is a line for each check, and below it what mends it", () => {
    expect(doctorText([fine, ill], false)).toBe(`glomers
✓ Node       22.1.0

the real Maelstrom
! gnuplot    there is none
             no graphs
             Fedora  sudo dnf install gnuplot
             true
✗ Maelstrom  not there

1 check failed, 1 warning.`);
    expect(doctorText([fine], false)).toMatch(/\nNothing is missing\.$/);
  });

  it("is the same as JSON", () => {
    expect(JSON.parse(doctorJson([fine, ill]))).toEqual({ ok: false, sections: [fine, ill] });
    expect([hasFailed([fine]), hasFailed([fine, ill])]).toEqual([false, true]);
  });
});
