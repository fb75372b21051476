/** A name as SQL reads it, whatever it holds: quotes, spaces, emoji, SQL. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as an SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The name of one file as a pattern that only it matches: `*`, `?` and `[` stand for themselves. */
export const globEscaped = (path: string): string => path.replace(/[*?[]/g, "[$&]");

/** The name of one file as an SQL literal for `read_csv` and its kin, which take patterns. */
export const fileLiteral = (path: string): string => literal(globEscaped(path));
