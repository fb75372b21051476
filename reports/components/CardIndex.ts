import type { Leaderboard } from "../src/evaluation/types.js";
import { formatInterval, formatValue } from "../src/lib/format.js";
import { element } from "./element.js";
import { RunName, sortRuns } from "./LeaderboardTable.js";
import { Headline } from "./Panel.js";
import type { ProjectWords } from "./projectWords.js";
import { hasInterval, reading } from "./quantities.js";

/** Every model card of a project, the best first. */
export function CardIndex(board: Leaderboard, project: ProjectWords): HTMLElement {
  const metric = reading(
    board.metrics.find(({ name }) => name === board.primaryMetric)!,
    project.targetUnit,
  );
  return element(
    "div",
    { class: "page" },
    Headline(`Model cards: ${project.title}`, {
      evidence: "What each model is, for whom it is meant, how good it is and for whom it fails.",
    }),
    element(
      "ul",
      { class: "card-list" },
      sortRuns(board.runs, metric, "metric").map((run) => {
        const value = run.metrics[metric.name];
        return element(
          "li",
          {},
          RunName(run, `./${run.runId}.html`),
          element(
            "div",
            { class: "small" },
            [
              run.family,
              `${metric.title} ${formatValue(value?.estimate, metric.quantity)}${hasInterval(value) ? ` ${formatInterval(value.lower, value.upper, metric.quantity)}` : ""}`,
            ]
              .filter(Boolean)
              .join(" · "),
          ),
        );
      }),
    ),
  );
}
