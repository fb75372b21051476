import type { Alert, JudgedWindow, MonitorDocument } from "../src/decisions/monitor-types.js";
import { formatValue } from "../src/lib/format.js";
import { day } from "./dates.js";
import { inSentence, type Reading } from "./quantities.js";

/** When an alert began, in words: its window's first day where it has one, else the window's name. */
export function sinceWords({ since }: Pick<Alert, "since">, windows: readonly JudgedWindow[]): string {
  const from = windows.find(({ name }) => name === since)?.from;
  return from ? day(from) : since;
}

/** The newest window that its labels can judge. */
export const newestJudged = (windows: readonly JudgedWindow[]): JudgedWindow | undefined =>
  windows.filter(({ performance }) => performance.state !== "too-few-rows").at(-1);

/** How production does, in one sentence written from the document: performance first, then what only drifted. */
export function monitoringSentence({ alerts, windows, log }: MonitorDocument, metric: Reading): string {
  const open = alerts.filter(({ until }) => until === null);
  const find = (what: Alert["what"], state: Alert["state"]): Alert | undefined =>
    open.find((alert) => alert.what === what && alert.state === state);
  const newest = newestJudged(windows);
  const value = newest ? formatValue(newest.realised.estimate, metric.quantity) : "";
  const model = log.run.title;
  const name = inSentence(metric.title);
  const alarm = find("performance", "alarm");
  if (alarm) return `${model} has been worse than allowed since ${sinceWords(alarm, windows)}: ${name} ${value}`;
  const foreseen = find("expected performance", "alarm");
  if (foreseen)
    return `${model} is expected to be worse than allowed since ${sinceWords(foreseen, windows)}, before all labels are here`;
  const warning = find("performance", "warn");
  if (warning)
    return `${model} may have been worse than allowed since ${sinceWords(warning, windows)}; these labels cannot settle it`;
  if (find("expected performance", "warn"))
    return `${model} may be getting worse; labels and the estimate without them do not settle it yet`;
  const moved = open.filter(({ what, state }) => what === "drift" && state === "alarm").length;
  if (!newest)
    return moved > 0 ? "Inputs moved, and no label can say yet what it did" : "No label can judge the model yet";
  if (moved > 0) return `The data moved, and ${model} holds: ${name} ${value}`;
  return `${model} holds: ${name} ${value}, as allowed`;
}
