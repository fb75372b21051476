/** What a command exits with: contract §2. */
export const exitCodes = { done: 0, failed: 1, badInput: 2, unsettled: 3, interrupted: 130 } as const;

export interface ErrorDetails {
  /** A stable kebab-case name that programs may test for, such as `missing-column`. */
  code: string;
  file?: string;
  column?: string;
  /** One-based row of the file, header not counted. */
  row?: number;
  /** The way out, as an imperative sentence without a full stop. */
  hint?: string;
  exitCode?: number;
  cause?: unknown;
}

/**
 * An error whose cause lies outside Assay (a file, a flag, a machine), told to a person: `message` names who, what was
 * needed and what came; `hint` says the way out. Exits with 2 unless told otherwise.
 *
 * @example throw new AssayError(`a.csv: no column "label"; columns are id, y`, { code: "missing-column", file: "a.csv", column: "label", hint: "name it with --label y" })
 */
export class AssayError extends Error {
  readonly code: string;
  readonly file: string | null;
  readonly column: string | null;
  readonly row: number | null;
  readonly hint: string | null;
  readonly exitCode: number;

  constructor(message: string, { code, file, column, row, hint, exitCode = exitCodes.badInput, cause }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "AssayError";
    this.code = code;
    this.file = file ?? null;
    this.column = column ?? null;
    this.row = row ?? null;
    this.hint = hint ?? null;
    this.exitCode = exitCode;
  }

  /** The document of contract §2: `{"error": {code, message, file, column, row, hint}}`. */
  toJSON(): { error: Record<"code" | "message" | "file" | "column" | "row" | "hint", string | number | null> } {
    const { code, message, file, column, row, hint } = this;
    return { error: { code, message, file, column, row, hint } };
  }
}

/** Something worth saying that stops nothing; goes into `warnings` of every document. */
export interface Warning {
  code: string;
  message: string;
}
