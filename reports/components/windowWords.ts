import type { LogWindow } from "../src/monitoring/log-types.js";
import { spanWords } from "./words.js";

/** A window in words: its days where it has dates, its hour where it is one, else its name. */
export const windowWords = ({ name, from, to }: Pick<LogWindow, "name" | "from" | "to">): string =>
  name.includes("T") ? name.replace("T", ", ") : spanWords(from, to) || name;
