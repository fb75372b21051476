import type { LeaderboardRun } from "../src/evaluation/types.js";
import type { AddressState } from "./addressState.js";
import { element } from "./element.js";
import { RunName } from "./LeaderboardTable.js";

/** At most this many runs are drawn where the reader has not chosen: more lines cannot be told apart. */
const usual = 4;

/** The runs that the address names, or champion, challenger and the first others. */
export function chosenRuns(runs: readonly LeaderboardRun[], names: string): LeaderboardRun[] {
  const named = new Set(names.split(",").filter(Boolean));
  const found = runs.filter(({ name }) => named.has(name));
  if (found.length > 0) return found;
  const rank = (run: LeaderboardRun): number =>
    run.isChampion ? 0 : run.isChallenger ? 1 : run.family === "baseline" ? 3 : 2;
  const first = new Set([...runs].sort((a, b) => rank(a) - rank(b)).slice(0, usual));
  return runs.filter((run) => first.has(run));
}

/** Check boxes that say whose curves are drawn below. */
export function RunPicker(runs: readonly LeaderboardRun[], state: AddressState<never>): HTMLElement {
  const address = state as AddressState<string>;
  const shown = new Set(chosenRuns(runs, address.get("runs")).map(({ name }) => name));
  return element(
    "section",
    {},
    element(
      "fieldset",
      { class: "runs" },
      element("legend", {}, "Runs drawn below"),
      runs.map((run) => {
        const input = element("input", {
          type: "checkbox",
          name: "runs",
          value: run.name,
          checked: shown.has(run.name),
          onchange: () => {
            if (input.checked) shown.add(run.name);
            else shown.delete(run.name);
            address.set({
              runs: runs
                .filter(({ name }) => shown.has(name))
                .map(({ name }) => name)
                .join(","),
            });
          },
        });
        return element("label", { class: "control" }, input, RunName(run, null));
      }),
    ),
  );
}
