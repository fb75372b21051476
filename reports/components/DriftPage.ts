import type { DriftEvidence as Evidence, DriftWindows } from "../src/cards/evidence-types.js";
import type { DriftDocument } from "../src/decisions/drift-types.js";
import { getMetric } from "../src/metrics/index.js";
import type { MetricName } from "../src/metrics/metric.js";
import { addressState } from "./addressState.js";
import { Controls, live, onDemand, Select } from "./controls.js";
import { DriftEvidence, DriftMethod, type DriftEvidenceData } from "./DriftEvidence.js";
import { driftMeasures, measured, type DriftMeasure } from "./DriftTable.js";
import { element, type Child } from "./element.js";
import { Section, Waiting } from "./Panel.js";
import { PerformanceOverTime } from "./PerformanceOverTime.js";
import { picture } from "./picture.js";
import type { ProjectWords } from "./projectWords.js";
import { inSentence, reading } from "./quantities.js";
import { spanWords } from "./words.js";

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
const shortest = (name: string): string => name.replace(/\s+\d{4}$/, "");

/**
 * The page `drift`: one window against the reference, column by column, and what it did to the error.
 *
 * @param load fetches every window in full; `evidence` holds the newest.
 */
export function DriftPage(evidence: Evidence, load: () => Promise<DriftWindows>, project: ProjectWords): HTMLElement {
  const { windows, performance, replay, unit, newest } = evidence;
  if (!newest) return Waiting("There are no rows after training to look at yet.", `npx assay build ${project.id}`);
  const state = addressState({
    window: { fallback: slug(windows.at(-1)!.name), allowed: windows.map(({ name }) => slug(name)) },
    measure: { fallback: "psi", allowed: Object.keys(driftMeasures) },
    show: { fallback: "notable", allowed: ["notable", "changed", "features", "all"] },
  });
  const referenceSpan = spanWords(newest.reference.from, newest.reference.to);
  const description = getMetric(performance.metric as MetricName);
  const metric = reading(description, project.targetUnit);

  const all = onDemand(load);
  const oneYear = windows[0]!.name.slice(-4) === windows.at(-1)!.name.slice(-4);

  function draw(): Child | Promise<Child> {
    const selected = windows.findIndex(({ name }) => slug(name) === state.get("window"));
    const measure = state.get("measure") as DriftMeasure;
    if (selected === windows.length - 1 && measure === "psi")
      return drawWindow(newest!, selected, (column) => windows.map(({ psi }) => psi[column] ?? null));
    return all().then(({ documents }) => {
      const course = (column: string): (number | null)[] =>
        documents.map(({ columns }) => {
          const found = columns.find(({ name }) => name === column);
          return found ? measured(found, measure) : null;
        });
      return drawWindow(documents[selected]!, selected, course);
    });
  }

  function drawWindow(document: DriftDocument, selected: number, course: (column: string) => (number | null)[]): Child {
    const window = windows[selected]!;
    const measure = state.get("measure") as DriftMeasure;
    const grouped = document.units.current !== document.current.rows;
    const drawn = performance.series.some(({ points }) => points.length > 1);
    return [
      DriftEvidence({
        document,
        sides: ["Training", shortest(window.name)],
        inWords: ["training", shortest(window.name)],
        rows: project.rows,
        unit: grouped ? unit.plural : null,
        measure,
        show: state.get("show") as DriftEvidenceData["show"],
        onShowAll: () => state.set({ show: "all" }),
        windows:
          windows.length > 1
            ? {
                names: oneYear ? windows.map(({ name }) => shortest(name)) : windows.map(({ name }) => name),
                selected,
                values: course,
              }
            : null,
      }),
      replay
        ? element(
            "p",
            { class: "aside" },
            "This is a replay: labelled rows cut into parts in no real order of time. What it shows is how the page reads when nothing moved.",
          )
        : null,
      drawn
        ? Section(
            metric.direction === "minimize" ? "What it did to the error" : "What it did to the quality",
            `${metric.title} ${replay ? "per part" : "per week"}${metric.quantity.unit === "target" && metric.quantity.targetUnit ? `, ${metric.quantity.targetUnit}` : ""}; ${inSentence(shortest(window.name))} shaded.`.replace(
              inSentence(shortest(window.name)),
              shortest(window.name),
            ),
            picture((width) =>
              PerformanceOverTime(
                {
                  series: performance.series,
                  metric,
                  window: { ...window, alarm: document.state === "alarm" },
                  replay,
                },
                { width },
              ),
            ),
          )
        : null,
      document.warnings.length > 0
        ? Section(
            "Worth knowing",
            null,
            element(
              "ul",
              {},
              document.warnings.map(({ message }) => element("li", {}, message)),
            ),
          )
        : null,
      DriftMethod(document, grouped ? unit.plural : null, "../methods/population-stability-index.html"),
    ];
  }
  return element(
    "div",
    { class: "page" },
    Controls(
      element("span", { class: "control" }, `Reference: training${referenceSpan ? `, ${referenceSpan}` : ""}`),
      Select(
        "Current",
        state,
        "window",
        windows.map(({ name }) => ({ value: slug(name), text: name })),
      ),
      Select(
        "Measure",
        state,
        "measure",
        Object.entries(driftMeasures).map(([value, text]) => ({ value, text })),
      ),
      Select("Show", state, "show", [
        { value: "notable", text: "what moved most" },
        { value: "changed", text: "alarms and warnings" },
        { value: "features", text: "features" },
        { value: "all", text: "all columns" },
      ]),
    ),
    live(state, draw),
  );
}
