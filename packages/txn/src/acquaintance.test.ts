import { describe, expect, test } from "vitest";
import { Acquaintance } from "./acquaintance.ts";

/** Lets two speak in turn; returns what each of the messages shows. */
function talk(a: Acquaintance, b: Acquaintance, turns: number): readonly string[] {
  return Array.from({ length: turns }, (_, turn) =>
    turn % 2 === 0 ? b.recognise(a.between) : a.recognise(b.between),
  );
}

test("two new lives understand each other at once, and soon in few words", () => {
  const [a, b] = [new Acquaintance(5), new Acquaintance(9)];
  expect(talk(a, b, 4)).toEqual(["present", "present", "present", "present"]);
  expect([a.between, b.between]).toEqual([{ link: 12 }, { link: 12 }]);
});

describe("after a crash", () => {
  test("what was meant for the former life is refused, and the new one is soon believed in", () => {
    const [a, b] = [new Acquaintance(5), new Acquaintance(9)];
    talk(a, b, 4);
    const again = new Acquaintance(17);
    expect(talk(a, again, 6)).toEqual(["stranger", "stranger", "stranger", "reborn", "present", "present"]);
    expect([a.between, again.between]).toEqual([{ link: 20 }, { link: 20 }]);
  });

  test("both may have crashed, and believe in former lives of each other", () => {
    const [oldA, oldB, a, b] = [1, 2, 3, 4].map((life) => new Acquaintance(life)) as [
      Acquaintance,
      Acquaintance,
      Acquaintance,
      Acquaintance,
    ];
    a.recognise(oldB.between);
    b.recognise(oldA.between);
    talk(a, b, 6);
    expect(talk(a, b, 4)).toEqual(["present", "present", "present", "present"]);
    expect([a.between, b.between]).toEqual([{ link: 7 }, { link: 7 }]);
  });

  test("late messages of the former life do not bring it back, neither hellos nor others", () => {
    const [a, b] = [new Acquaintance(5), new Acquaintance(9)];
    const late = [b.between];
    a.recognise(b.between);
    b.recognise(a.between);
    late.push(b.between);
    talk(a, b, 4);
    late.push(b.between);
    const again = new Acquaintance(17);
    talk(a, again, 6);
    for (const between of late) {
      expect(a.recognise(between)).toBe("stranger");
      // Answered by a hello, after which all is as it was.
      expect(again.recognise(a.between)).toBe("present");
      expect(a.recognise(again.between)).toBe("present");
    }
  });

  test("a late message to the former life is refused by the new one", () => {
    const [a, b] = [new Acquaintance(5), new Acquaintance(9)];
    talk(a, b, 4);
    const again = new Acquaintance(17);
    const late = a.between;
    talk(a, again, 6);
    expect(again.recognise(late)).toBe("stranger");
  });
});
