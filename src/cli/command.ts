import type { ParseArgsConfig } from "node:util";
import type { OnProgress } from "../lib/progress.js";

export interface Option {
  type: "string" | "boolean";
  short?: string;
  multiple?: boolean;
  /** Shown in `--help`; start with what it does, name the default. */
  help: string;
  /** Placeholder of the value: `FILE`. */
  value?: string;
}

/** What a command may use of the outside. Tests bring their own. */
export interface Terminal {
  /** Results only. */
  out(text: string): void;
  /** Everything else. */
  err(text: string): void;
  onProgress: OnProgress;
  /** The folder that relative paths of the reader start from. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  now(): Date;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** One command of `assay`, one file. */
export interface Command {
  /** One line for `assay --help`. */
  summary: string;
  /** Arguments as a reader types them: `A B [options]`. */
  usage: string;
  options: Record<string, Option>;
  positionals: { min: number; max: number };
  examples: string[];
  /**
   * @param input.line the command as a shell reads it, for reports that say how they were made.
   * @returns the exit code of contract §2.
   */
  run(input: { values: Values; positionals: string[]; terminal: Terminal; line: string }): Promise<number>;
}

/** The options of a command as `node:util` parses them. */
export const parseOptions = (command: Command): NonNullable<ParseArgsConfig["options"]> => ({
  help: { type: "boolean", short: "h" },
  ...Object.fromEntries(
    Object.entries(command.options).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short ? { short } : {}), ...(multiple ? { multiple } : {}) },
    ]),
  ),
});

/** Arguments with a number below 0 tied to its option, `--draws -3` as `--draws=-3`; the parser would refuse it. */
export const tieNegatives = (args: readonly string[], options: Command["options"]): string[] =>
  args.reduce<string[]>((tied, word) => {
    const before = tied.at(-1);
    const takesValue = before?.startsWith("--") && options[before.slice(2)]?.type === "string";
    return takesValue && /^-[\d.]/.test(word) ? [...tied.slice(0, -1), `${before}=${word}`] : [...tied, word];
  }, []);

/** A command line that a shell reads as these arguments. */
export const shellLine = (argv: readonly string[]): string =>
  argv.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
