import { parseArgs } from "node:util";
import { AssayError, exitCodes } from "../lib/errors.js";
import { toJson } from "../lib/json.js";
import { parseOptions, shellLine, tieNegatives, type Command, type Terminal } from "./command.js";
import { progressPrinter } from "./progress-printer.js";

/** Commands are loaded when asked for, so that `assay --help` is quick. */
export const commands: Record<string, () => Promise<{ command: Command }>> = {
  build: () => import("./build.js"),
  serve: () => import("./serve.js"),
  preview: () => import("./preview.js"),
  init: () => import("./init.js"),
  train: () => import("./train.js"),
  runs: () => import("./runs.js"),
  doctor: () => import("./doctor.js"),
  compare: () => import("./compare.js"),
  drift: () => import("./drift.js"),
  predict: () => import("./predict.js"),
  monitor: () => import("./monitor.js"),
  card: () => import("./card.js"),
  gate: () => import("./gate.js"),
  promote: () => import("./promote.js"),
};

const bold = (text: string): string => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[22m` : text);

async function overview(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => `  ${name.padEnd(10)} ${(await load()).command.summary}`),
  );
  return [
    `${bold("assay")} turns data, model runs and prediction logs into a static site of evidence.`,
    "",
    "Usage: assay <command> [options]      assay <command> --help",
    "",
    ...lines,
    "",
    "Two files of predictions are enough:  assay compare a.csv b.csv --html verdict.html",
  ].join("\n");
}

export function help(name: string, command: Command): string {
  const options = Object.entries(command.options).map(([option, { short, value, help }]) => {
    const left = `${short ? `-${short}, ` : ""}--${option}${value ? ` ${value}` : ""}`;
    return `  ${left.padEnd(28)} ${help}`;
  });
  return [
    command.summary,
    "",
    `Usage: assay ${name} ${command.usage}`,
    ...(options.length > 0 ? ["", "Options:", ...options, `  ${"-h, --help".padEnd(28)} this text`] : []),
    ...(command.examples.length > 0 ? ["", "Examples:", ...command.examples.map((example) => `  ${example}`)] : []),
  ].join("\n");
}

const usageError = (message: string, hint: string): AssayError => new AssayError(message, { code: "usage", hint });

/** An abort by Ctrl-C, whatever form a library gave it. */
const isInterrupt = (error: unknown, signal: AbortSignal): boolean =>
  signal.aborted || (error instanceof Error && error.name === "AbortError");

function report(error: unknown, json: boolean, terminal: Terminal): number {
  if (isInterrupt(error, terminal.signal)) {
    const exitCode = exitCodes.interrupted;
    const message = "interrupted; nothing half-written was kept";
    if (json) terminal.out(`${toJson(new AssayError(message, { code: "interrupted", exitCode }), 2)}\n`);
    else terminal.err(message);
    return exitCode;
  }
  const known = error instanceof AssayError;
  const shown = known
    ? error
    : new AssayError(error instanceof Error ? error.message : String(error), {
        code: "unexpected",
        hint: "this is a fault in Assay or on this machine; run with ASSAY_DEBUG=1 for the stack",
        cause: error,
      });
  if (json) terminal.out(`${toJson(shown, 2)}\n`);
  else {
    terminal.err(`error: ${shown.message}`);
    if (shown.hint) terminal.err(`       ${shown.hint}`);
  }
  if (terminal.env["ASSAY_DEBUG"] && error instanceof Error) terminal.err(error.stack ?? "");
  return shown.exitCode;
}

/**
 * Runs `assay` with the arguments after the program's name.
 *
 * @returns the exit code of contract §2.
 */
export async function main(argv: string[], overrides: Partial<Terminal> = {}): Promise<number> {
  const abort = new AbortController();
  const onSignal = (): void => {
    if (abort.signal.aborted) process.exit(exitCodes.interrupted);
    abort.abort(new DOMException("interrupted", "AbortError"));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const printer = progressPrinter(process.stderr);
  const terminal: Terminal = {
    out: (text) => process.stdout.write(text),
    err: (text) => printer.line(text),
    onProgress: printer.onProgress,
    cwd: process.cwd(),
    env: process.env,
    now: () => new Date(),
    signal: abort.signal,
    ...overrides,
  };
  const [name, ...rest] = argv;
  const json = argv.includes("--json");
  try {
    if (name === undefined || name === "--help" || name === "-h" || name === "help") {
      terminal.out(`${await overview()}\n`);
      return exitCodes.done;
    }
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!load) throw usageError(`assay: no command "${name}"`, `commands are ${Object.keys(commands).join(", ")}`);
    const { command } = await load();
    let parsed;
    try {
      parsed = parseArgs({
        args: tieNegatives(rest, command.options),
        options: parseOptions(command),
        allowPositionals: true,
      });
    } catch (error) {
      const message = (error as Error).message.replace(
        /^Option '(?:-\w, )?(--[\w-]+)[^']*' argument is ambiguous[^]*/,
        "$1 needs a value; one that starts with a dash is written $1=VALUE",
      );
      throw usageError(`assay ${name}: ${message}`, `see assay ${name} --help`);
    }
    if (parsed.values["help"]) {
      terminal.out(`${help(name, command)}\n`);
      return exitCodes.done;
    }
    const { min, max } = command.positionals;
    if (parsed.positionals.length < min || parsed.positionals.length > max)
      throw usageError(
        `assay ${name}: needs ${min === max ? min : `${min} to ${max}`} arguments, got ${parsed.positionals.length}`,
        `usage: assay ${name} ${command.usage}`,
      );
    const line = shellLine(["assay", ...argv]);
    return await command.run({ values: parsed.values, positionals: parsed.positionals, terminal, line });
  } catch (error) {
    return report(error, json, terminal);
  } finally {
    printer.end();
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}
