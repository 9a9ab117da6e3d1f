/** What can be tuned in a node: declared once, for a command line, an environment, and those who use a server as a library. */

interface Described {
  /** What it changes, in one sentence; `--help` shows it. */
  readonly description: string;
}

export interface StringOption extends Described {
  readonly type: "string";
  readonly default: string;
}

export interface NumberOption extends Described {
  readonly type: "number";
  readonly default: number;
  /** The unit of the value, for instance `ms`; `--help` shows it. */
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** `--name` and `--no-name`; in the environment `true` or `1` and `false` or `0`. */
export interface BooleanOption extends Described {
  readonly type: "boolean";
  readonly default: boolean;
}

export interface ChoiceOption<Choice extends string = string> extends Described {
  readonly type: "choice";
  readonly choices: readonly Choice[];
  readonly default: NoInfer<Choice>;
}

export type Option = StringOption | NumberOption | BooleanOption | ChoiceOption;

/** Options by their names, in camel case. */
export type Options = { readonly [name: string]: Option };

/** The values of options. */
export type ValuesOf<O extends Options> = { readonly [Name in keyof O]: ValueOf<O[Name]> };

type ValueOf<O extends Option> = O extends NumberOption
  ? number
  : O extends BooleanOption
    ? boolean
    : O extends ChoiceOption<infer Choice>
      ? Choice
      : string;

/** What an option takes, in words: `an integer of at least 0`. */
export function expectationOf(option: Option): string {
  switch (option.type) {
    case "string":
      return "a text";
    case "number":
      return numbersOf(option);
    case "boolean":
      return "true or false";
    case "choice":
      return `one of ${option.choices.join(", ")}`;
  }
}

function numbersOf({ min, max, integer = false }: NumberOption): string {
  const bounds = [
    min === undefined ? "" : ` of at least ${min}`,
    max === undefined ? "" : ` of at most ${max}`,
  ]
    .filter((bound) => bound !== "")
    .join(" and");
  return `${integer ? "an integer" : "a number"}${bounds}`;
}

/** Whether a number is one that its option takes. */
export function isInRange({ min, max, integer = false }: NumberOption, value: number): boolean {
  return (
    (integer ? Number.isInteger(value) : Number.isFinite(value)) &&
    value >= (min ?? Number.NEGATIVE_INFINITY) &&
    value <= (max ?? Number.POSITIVE_INFINITY)
  );
}
